package dev.latchkey.throttle;

import dev.latchkey.error.AuthException;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.redis.RedisCommands;
import dev.latchkey.settings.Limit;
import dev.latchkey.settings.Settings;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Counts attempts in Redis, so that all replicas share the counts. An attempt takes its place before it is made: of
 * parallel ones no more get through than of those in a row. The window of a count begins with the first attempt that
 * counts and is not prolonged by more of them, so nothing is locked for longer than a window. Made at the start, so that
 * metrics show it.
 */
@Singleton
@Startup
public final class Throttle {
    /** As long as a password hash may wait. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(3);

    /** When the attempts under way are likely to have ended. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Counts counts;
    private final Turns turns;
    private final Duration maxWait;
    private final Map<Limited, Limit> limits = new EnumMap<>(Limited.class);
    private final boolean enabled;
    private final AuthEvents events;

    @Inject
    public Throttle(RedisCommands redis, Settings.Throttle config, AuthEvents events, Turns turns) {
        this(redis, config, events, turns, MAX_WAIT);
    }

    Throttle(RedisCommands redis, Settings.Throttle config, AuthEvents events, Turns turns, Duration maxWait) {
        this.turns = turns;
        this.maxWait = maxWait;
        this.counts = new Counts(redis);
        this.enabled = config.enabled();
        this.events = events;
        for (Limited limited : Limited.values()) {
            limits.put(limited, limited.limit(config));
        }
        events.showThrottled(limits.keySet().stream().map(Limited::label).toList());
    }

    /**
     * Begins an attempt whose outcome says whether it counts. If those that count and those under way are too many
     * together it waits a little. Ends the request with {@code too_many_requests} if that does not help or those that
     * count are too many, and with {@code unavailable} if Redis does not answer.
     *
     * @param who whose attempts are counted together; becomes a part of a key, so it must be bounded
     */
    public Attempt begin(Limited limited, String who) {
        if (!enabled) {
            return Attempt.free();
        }
        String key = key(limited, who);
        Limit limit = limits.get(limited);
        String id = UUID.randomUUID().toString();
        Counts.Answer answer = inTurn(() -> counts.begin(key, limit, id));
        if (!answer.isLetThrough()) {
            throw refusal(limited, answer);
        }
        return Attempt.underWay(counts, key, limit, id);
    }

    /** Begins an attempt that counts from now on, but may be given back. Ends the request as {@link #begin} does. */
    public Attempt count(Limited limited, String who) {
        if (!enabled) {
            return Attempt.free();
        }
        String key = key(limited, who);
        Limit limit = limits.get(limited);
        Counts.Answer answer = counts.count(key, limit);
        if (!answer.isLetThrough()) {
            throw refusal(limited, answer);
        }
        return Attempt.counted(counts, key, limit);
    }

    private Counts.Answer inTurn(Supplier<Counts.Answer> question) {
        Counts.Answer answer = question.get();
        if (!answer.isToWait()) {
            return answer;
        }
        return turns.await(maxWait, () -> Optional.of(question.get()).filter(next -> !next.isToWait()))
                .orElse(answer);
    }

    private AuthException refusal(Limited limited, Counts.Answer answer) {
        events.throttled(limited.label(), answer.first());
        return AuthException.tooManyRequests(answer.isToWait() ? SOON : Duration.ofMillis(answer.millis()));
    }

    private static String key(Limited limited, String who) {
        return "throttle:" + limited.label() + ":" + who;
    }
}
