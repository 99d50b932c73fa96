package dev.latchkey.throttle;

import dev.latchkey.audit.AuthEvents;
import dev.latchkey.audit.AuthMetrics;
import dev.latchkey.error.AuthException;
import io.micrometer.core.instrument.Counter;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.runtime.Startup;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Counts attempts in Redis, so that all replicas share the counts. An attempt is counted before it is made: of parallel
 * ones no more get through than of those in a row. The window of a count begins with its first attempt and is not
 * prolonged by more of them, so nothing is locked for longer than a window. Made at the start, so that metrics show it.
 */
@Singleton
@Startup
public final class Throttle {
    private static final Logger LOG = Logger.getLogger(Throttle.class);

    /**
     * As a script, since a count that is left without its TTL by a failure would stay for ever. Attempts that are
     * refused are not counted: else a wave of attempts that are right, and take their own counts back, would leave the
     * refused ones to lock their user out. Returns how long the window goes on for one that is refused, else -1; and
     * whether it is the first in the window to be refused.
     */
    private static final String COUNT = """
            if tonumber(redis.call('HGET', KEYS[1], 'attempts') or '0') >= tonumber(ARGV[1]) then
              return {redis.call('PTTL', KEYS[1]), redis.call('HSETNX', KEYS[1], 'refused', '1')}
            end
            redis.call('HINCRBY', KEYS[1], 'attempts', 1)
            if redis.call('PTTL', KEYS[1]) < 0 then
              redis.call('PEXPIRE', KEYS[1], ARGV[2])
            end
            return {-1, 0}
            """;

    /** As a script, since the count may have ended meanwhile, and must not begin again without a TTL. */
    private static final String GIVE_BACK = """
            if tonumber(redis.call('HGET', KEYS[1], 'attempts') or '0') > 0 then
              redis.call('HINCRBY', KEYS[1], 'attempts', -1)
            end
            return redis.status_reply('OK')
            """;

    private final ReactiveRedisDataSource redis;
    private final Map<Limited, Limit> limits = new EnumMap<>(Limited.class);
    private final Map<Limited, Counter> refusals = new EnumMap<>(Limited.class);
    private final boolean enabled;
    private final Duration timeout;
    private final AuthEvents events;

    @Inject
    public Throttle(
            RedisDataSource redis,
            ThrottleConfig config,
            @ConfigProperty(name = "quarkus.redis.timeout") Duration timeout,
            AuthEvents events,
            AuthMetrics metrics) {
        this.redis = redis.getReactive();
        this.enabled = config.enabled();
        this.timeout = timeout;
        this.events = events;
        for (Limited limited : Limited.values()) {
            limits.put(limited, limited.limit(config));
            refusals.put(limited, metrics.throttled(limited.label()));
        }
    }

    /**
     * Counts an attempt. Ends the request with {@code too_many_requests} if there have been too many in this window,
     * and with {@code unavailable} if Redis does not answer.
     *
     * @param who whose attempts are counted together; becomes a part of a key, so it must be bounded
     */
    public void count(Limited limited, String who) {
        tryCount(limited, who).ifPresent(left -> {
            throw AuthException.tooManyRequests(left);
        });
    }

    /** The same, but answers how long the window goes on for an attempt that is one too many; else empty. */
    public Optional<Duration> tryCount(Limited limited, String who) {
        if (!enabled) {
            return Optional.empty();
        }
        Limit limit = limits.get(limited);
        String window = Long.toString(limit.window().toMillis());
        Response counted = execute(COUNT, key(limited, who), Integer.toString(limit.attempts()), window);
        long millisLeft = counted.get(0).toLong();
        if (millisLeft < 0) {
            return Optional.empty();
        }
        refusals.get(limited).increment();
        if (counted.get(1).toBoolean()) {
            events.throttled(limited.label());
        }
        return Optional.of(Duration.ofMillis(millisLeft));
    }

    /**
     * Takes the count of an attempt back that turned out to be none to keep out. If that fails it just stays counted.
     */
    public void giveBack(Limited limited, String who) {
        if (!enabled) {
            return;
        }
        try {
            execute(GIVE_BACK, key(limited, who));
        } catch (AuthException e) {
            LOG.warnf("An attempt stays counted: %s", e.getCause());
        }
    }

    private static String key(Limited limited, String who) {
        return "throttle:" + limited.label() + ":" + who;
    }

    private Response execute(String script, String key, String... arguments) {
        List<String> all = new ArrayList<>(List.of(script, "1", key));
        all.addAll(List.of(arguments));
        return redis.execute("EVAL", all.toArray(String[]::new))
                .ifNoItem()
                .after(timeout)
                .fail()
                .onFailure()
                .transform(AuthException::unavailable)
                .await()
                .indefinitely();
    }
}
