package dev.latchkey.bench;

import dev.latchkey.stand.RedisProcess;

/** Denied tokens of other people, in all buckets. */
final class DenyListFiller {
    private static final String FILL = "for i = 1, tonumber(ARGV[1]) do "
            + "redis.call('SETEX', string.format('denylist:{%02d}:jti:bench-%016d', i % 64, i), 86400, 'logout') end";
    private static final String EMPTY = "for i = 1, tonumber(ARGV[1]) do "
            + "redis.call('DEL', string.format('denylist:{%02d}:jti:bench-%016d', i % 64, i)) end";

    private DenyListFiller() {}

    static void fill(RedisProcess redis, int number) {
        run(redis, FILL, number);
    }

    static void empty(RedisProcess redis, int number) {
        run(redis, EMPTY, number);
    }

    private static void run(RedisProcess redis, String script, int number) {
        String port = Integer.toString(redis.process().port());
        Command.run("redis-cli", "-p", port, "EVAL", script, "0", Integer.toString(number));
    }
}
