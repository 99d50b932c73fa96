package dev.latchkey.bench;

import dev.latchkey.stand.RedisProcess;
import java.util.List;

/** What is kept in Redis, with ids that are as long as real ones. */
enum EntryForm {
    ROTATED("of access tokens that were replaced", "prefix .. 'jti:' .. id", "SETEX', key, 86400, 'rotated'"),
    LOGOUT("of tokens or sessions that were signed out", "prefix .. 'jti:' .. id", "SETEX', key, 86400, 'logout'"),
    SESSION_ENDED("of sessions that were ended", "prefix .. 'sid:' .. id", "SETEX', key, 86400, 'session_ended'"),
    OUTDATED("of sessions whose roles changed", "prefix .. 'sid:' .. id", "SETEX', key, 86400, 'stale:12'"),
    VOUCHED(
            "of access tokens that are vouched for",
            "prefix .. 'jti:' .. id",
            "SETEX', key, 86400, 'vouched:1790000000-01234567-89ab-cdef-0123-456789abcdef'"),
    COUNT(
            "of rate limits",
            "'throttle:refresh_per_address:' .. string.sub(id, 1, 12)",
            "HSET', key, 'counted', 1, 'ends', 1790000000000) redis.call('EXPIRE', key, 86400");

    private static final int BUCKETS = 64;

    private final String name;
    private final String script;

    EntryForm(String name, String key, String command) {
        this.name = name;
        this.script = "for i = tonumber(ARGV[2]), tonumber(ARGV[3]) do "
                + "local prefix = ARGV[1] local id = string.sub(redis.sha1hex(prefix .. i), 1, 22) "
                + "local key = " + key + " redis.call('" + command + ") end";
    }

    /**
     * Adds entries, as many to each bucket, where the bucket belongs.
     *
     * @param from how many there are
     * @param to   how many there are to be
     */
    void add(int from, int to, List<RedisProcess> shards) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            Command.run(
                    "redis-cli",
                    "-e",
                    "-p",
                    Integer.toString(shardOf(bucket, shards).process().port()),
                    "EVAL",
                    script,
                    "0",
                    prefix(bucket),
                    Integer.toString(from / BUCKETS + 1),
                    Integer.toString(to / BUCKETS));
        }
    }

    /** What each key of a bucket begins with. */
    static String prefix(int bucket) {
        return "denylist:{" + bucket / 10 + bucket % 10 + "}:";
    }

    /** As RedisCluster deals the slots out. */
    private static RedisProcess shardOf(int bucket, List<RedisProcess> shards) {
        return shards.size() == 1 ? shards.get(0) : shards.get(shardOf(bucket, shards.get(0), shards.size()));
    }

    /** Of so many shards with as many slots each. */
    static int shardOf(int bucket, RedisProcess node, int shards) {
        int slot = Integer.parseInt(node.ask("CLUSTER", "KEYSLOT", prefix(bucket)));
        return slot * shards / 16_384;
    }

    @Override
    public String toString() {
        return name;
    }
}
