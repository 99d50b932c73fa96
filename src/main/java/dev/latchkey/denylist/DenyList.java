package dev.latchkey.denylist;

import dev.latchkey.error.AuthException;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.redis.RedisCommands;
import dev.latchkey.token.VerifiedToken;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.Readiness;

/**
 * The deny-list: what makes a revocation true at once, on every replica. It holds one key for each denied token and
 * ended session, for as long as the token would live, and for each bucket its {@link Epoch}.
 */
@Singleton
public final class DenyList {
    /**
     * How much longer than the token its entry lives: replicas' clocks differ, by twice {@link ClockOffset#MAX} at most;
     * Redis's may jump ahead by {@link ServerTime#MAX_JUMP} before it is a loss; and times are in whole seconds.
     */
    static final Duration MARGIN = Duration.ofSeconds(20);

    /** The outcome of a check that Redis did not answer. */
    private static final String UNAVAILABLE = "unavailable";

    private final RedisCommands redis;
    private final DenyListReader reader;
    private final AuthEvents events;
    private final ClockOffset clockOffset;
    private final Clock clock;

    public DenyList(RedisCommands redis, AuthEvents events, @Readiness ClockOffset clockOffset, Clock clock) {
        this.redis = redis;
        this.reader = new DenyListReader(redis, clock);
        this.clockOffset = clockOffset;
        this.events = events;
        this.clock = clock;
        events.showRevocations(
                Stream.of(DenyReason.values()).map(DenyReason::stored).toList());
        events.showDenyListChecks(Stream.concat(Stream.of(Verdict.values()).map(Verdict::label), Stream.of(UNAVAILABLE))
                .toList());
    }

    /**
     * Asks for a verified token, in one round trip. Fails with {@code unavailable} if Redis does not answer in time.
     *
     * @param tolerated the reasons for which a token is not denied here
     */
    public Future<DenyListAnswer> check(VerifiedToken token, DenyReason... tolerated) {
        long start = System.nanoTime();
        Bucket bucket = Bucket.of(token.sessionId());
        String[] keys = {bucket.tokenKey(token.id()), bucket.sessionKey(token.sessionId())};
        return reader.read(bucket, this::reportLoss, keys)
                .map(found -> new DenyListAnswer(Verdict.on(token, found, List.of(tolerated)), found.epoch()))
                .onComplete(answer -> took(answer, System.nanoTime() - start))
                .recover(failure -> Future.failedFuture(AuthException.unavailable(failure)));
    }

    private void took(AsyncResult<DenyListAnswer> answer, long nanos) {
        String outcome = answer.succeeded() ? answer.result().verdict().label() : UNAVAILABLE;
        events.denyListChecked(outcome, nanos);
    }

    /** Since when the list is complete for a session: for a token that may be older, {@link #vouch} is needed. */
    public Epoch epochOf(String sessionId) {
        Bucket bucket = Bucket.of(sessionId);
        return RedisCommands.await(reader.read(bucket, this::reportLoss)).epoch();
    }

    /**
     * Notes that an access token was issued in an epoch, though its {@code iat} can't tell: tokens of its first seconds
     * need this. Never overwrites a denial, and is void with the next epoch, even if it is not lost.
     */
    public void vouch(String sessionId, String tokenId, Epoch epoch, Instant until) {
        String key = Bucket.of(sessionId).tokenKey(tokenId);
        Request set = Request.cmd(Command.SET).arg(key).arg(Verdict.vouchedIn(epoch));
        RedisCommands.await(redis.send(set.arg("NX").arg("EX").arg(secondsUntil(until))));
    }

    /** Puts tokens and sessions on the list. Returns when all are on it; may be repeated after a failure. */
    public void deny(DenyReason reason, Collection<Denial> denials) {
        List<Future<Response>> writes = denials.stream()
                .map(denial -> redis.send(Request.cmd(Command.SETEX)
                        .arg(denial.key())
                        .arg(secondsUntil(denial.until()))
                        .arg(reason.stored())))
                .toList();
        RedisCommands.await(Future.all(writes));
        events.revoked(reason.stored(), denials.size());
    }

    /**
     * Makes the access tokens of sessions stale that were issued so far; their refresh tokens go on. Returns when all are;
     * may be repeated after a failure.
     */
    public void outdate(Collection<Outdated> sessions) {
        List<Future<Response>> writes = sessions.stream()
                .map(session -> redis.send(Request.cmd(Command.EVAL)
                        .arg(Outdated.SCRIPT)
                        .arg(1)
                        .arg(session.key())
                        .arg(session.generation())
                        .arg(secondsUntil(session.until()))))
                .toList();
        RedisCommands.await(Future.all(writes));
    }

    /** Reads all buckets, which begins a new epoch for each that was lost; how many were. */
    Future<Integer> readAll() {
        AtomicInteger lost = new AtomicInteger();
        List<Future<DenyListReader.Found>> reads = Bucket.all()
                .map(bucket -> reader.read(bucket, any -> lost.incrementAndGet()))
                .toList();
        return Future.join(reads).map(all -> {
            clockOffset.measured(farthest(all.list()));
            return lost.get();
        });
    }

    /** Of a cluster each shard has a clock of its own. */
    private static Duration farthest(List<DenyListReader.Found> all) {
        return all.stream()
                .map(DenyListReader.Found::clockOffset)
                .max(Comparator.comparing(Duration::abs))
                .orElseThrow();
    }

    private void reportLoss(Bucket bucket) {
        events.denyListLost(bucket.name());
    }

    private long secondsUntil(Instant end) {
        return Math.max(1, Duration.between(clock.instant(), end).plus(MARGIN).toSeconds());
    }
}
