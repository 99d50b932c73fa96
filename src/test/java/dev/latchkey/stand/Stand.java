package dev.latchkey.stand;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two replicas and their stores. The time limits of the stores are generous, for a machine that is busy: what is shown
 * with them is who wins. Tests of the limits use the {@link #defaults}.
 */
public record Stand(MongoProcess mongo, RedisProcess redis, Replica first, Replica second) implements AutoCloseable {
    private static final Map<String, String> PATIENCE = Map.of("REDIS_TIMEOUT", "5s", "MONGODB_TIMEOUT", "5s");

    public static Stand start() {
        return start(RedisProcess.AOF, PATIENCE);
    }

    public static Stand start(List<String> redisSettings) {
        return start(redisSettings, PATIENCE);
    }

    public static Stand start(String setting, String value) {
        return start(Map.of(setting, value));
    }

    public static Stand start(Map<String, String> settings) {
        return start(RedisProcess.AOF, patientAnd(settings));
    }

    /** With settings as they are delivered. */
    public static Stand defaults() {
        return start(RedisProcess.AOF, Map.of());
    }

    /** With the throttle on, which would stop the other tests. */
    public static Stand throttled(Map<String, String> settings) {
        Map<String, String> throttled = patientAnd(settings);
        throttled.put("THROTTLE_ENABLED", "true");
        return start(RedisProcess.AOF, throttled);
    }

    /** With a MongoDB that writes to no disk, where what counts is how often it is asked. */
    public static Stand inMemory(Map<String, String> settings) {
        return start(MongoProcess.startInMemory(), RedisProcess.AOF, patientAnd(settings));
    }

    private static Stand start(List<String> redisSettings, Map<String, String> settings) {
        return start(MongoProcess.start(), redisSettings, settings);
    }

    private static Stand start(MongoProcess mongo, List<String> redisSettings, Map<String, String> settings) {
        RedisProcess redis = RedisProcess.start(redisSettings);
        return new Stand(
                mongo,
                redis,
                Replica.start(mongo.address(), redis.address(), settings),
                Replica.start(mongo.address(), redis.address(), settings));
    }

    /** One more replica, on the same stores. */
    public Replica oneMore(String setting, String value) {
        return oneMore(Map.of(setting, value));
    }

    public Replica oneMore(Map<String, String> settings) {
        return Replica.start(mongo.address(), redis.address(), patientAnd(settings));
    }

    private static Map<String, String> patientAnd(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(PATIENCE);
        all.putAll(settings);
        return all;
    }

    public Client one() {
        return first.client();
    }

    public Client two() {
        return second.client();
    }

    public List<Client> both() {
        return List.of(one(), two());
    }

    @Override
    public void close() {
        first.close();
        second.close();
        redis.close();
        mongo.close();
    }
}
