package dev.latchkey.throttle;

import dev.latchkey.audit.AuthEvents;
import dev.latchkey.error.AuthException;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Counts attempts in Redis, so that all replicas share the counts. An attempt is counted before it is made: of parallel
 * ones no more get through than of those in a row. The window of a count begins with its first attempt and is not
 * prolonged by more of them, so nothing is locked for longer than a window.
 */
@Singleton
public final class Throttle {
    private static final Logger LOG = Logger.getLogger(Throttle.class);

    /** As a script, since a count that is left without its TTL by a failure would stay for ever. */
    private static final String COUNT = """
            local count = redis.call('INCR', KEYS[1])
            if count == 1 then
              redis.call('PEXPIRE', KEYS[1], ARGV[1])
            end
            return {count, redis.call('PTTL', KEYS[1])}
            """;

    /** As a script, since the count may have ended meanwhile, and must not begin again without a TTL. */
    private static final String GIVE_BACK = """
            if tonumber(redis.call('GET', KEYS[1]) or '0') > 0 then
              redis.call('DECR', KEYS[1])
            end
            return redis.status_reply('OK')
            """;

    private final ReactiveRedisDataSource redis;
    private final Map<Limited, Limit> limits = new EnumMap<>(Limited.class);
    private final boolean enabled;
    private final Duration timeout;
    private final AuthEvents events;

    @Inject
    public Throttle(
            RedisDataSource redis,
            ThrottleConfig config,
            @ConfigProperty(name = "quarkus.redis.timeout") Duration timeout,
            AuthEvents events) {
        this.redis = redis.getReactive();
        this.enabled = config.enabled();
        this.timeout = timeout;
        this.events = events;
        limits.put(Limited.LOGIN_PER_ADDRESS, Limit.parse(config.loginPerAddress()));
        limits.put(Limited.LOGIN_PER_ACCOUNT, Limit.parse(config.loginPerAccount()));
        limits.put(Limited.REGISTER_PER_ADDRESS, Limit.parse(config.registerPerAddress()));
        limits.put(Limited.REFRESH_PER_ADDRESS, Limit.parse(config.refreshPerAddress()));
    }

    /**
     * Counts an attempt. Ends the request with {@code too_many_requests} if there have been too many in this window,
     * and with {@code unavailable} if Redis does not answer.
     *
     * @param subject whose attempts are counted together; becomes a part of a key, so it must be bounded
     */
    public void count(Limited what, String subject) {
        if (!enabled) {
            return;
        }
        Limit limit = limits.get(what);
        Response counted =
                execute(COUNT, key(what, subject), Long.toString(limit.window().toMillis()));
        int attempts = counted.get(0).toInteger();
        if (attempts > limit.attempts()) {
            if (attempts == limit.attempts() + 1) {
                events.throttled(what.label());
            }
            throw AuthException.tooManyRequests(Duration.ofMillis(counted.get(1).toLong()));
        }
    }

    /** Takes the count of an attempt back that turned out to be none to keep out. If that fails it just stays counted. */
    public void giveBack(Limited what, String subject) {
        if (!enabled) {
            return;
        }
        try {
            execute(GIVE_BACK, key(what, subject));
        } catch (AuthException e) {
            LOG.warnf("An attempt stays counted: %s", e.getCause());
        }
    }

    private static String key(Limited what, String subject) {
        return "throttle:" + what.label() + ":" + subject;
    }

    private Response execute(String script, String key, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = script;
        all[1] = "1";
        all[2] = key;
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        Uni<Response> answer = redis.execute("EVAL", all);
        return answer.ifNoItem()
                .after(timeout)
                .fail()
                .onFailure()
                .transform(AuthException::unavailable)
                .await()
                .indefinitely();
    }
}
