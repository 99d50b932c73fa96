package dev.latchkey.revocation;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Reads keys of a bucket together with its epoch, in one round trip, and notices when a part of the list may be lost:
 * then, and only then, it begins a new epoch. See {@link DenyListScript} for what tells.
 */
final class DenyListReader {
    private final BatchingRedis redis;
    private final Clock clock;

    /**
     * The script of the epoch that each bucket was last seen in; just a memory of it, any replica may begin another.
     */
    private final AtomicReferenceArray<DenyListScript> scripts =
            new AtomicReferenceArray<>((int) Bucket.all().count());

    /** The values of the keys, null where there is none, and the epoch in which they were read. */
    record Found(Epoch epoch, List<String> values) {}

    DenyListReader(BatchingRedis redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    Future<Found> read(Bucket bucket, Consumer<Bucket> onLoss, String... keys) {
        DenyListScript known = scripts.get(bucket.number());
        if (known == null) {
            return learn(bucket, null, onLoss, keys);
        }
        return orElse(attempt(bucket, known, keys), () -> learn(bucket, known.epoch(), onLoss, keys));
    }

    /**
     * Another replica may have begun an epoch that this server knows. If not, or if the server is still in an epoch
     * from before the one we know, as a former master that was cut off is, the bucket is lost.
     */
    private Future<Found> learn(Bucket bucket, Epoch known, Consumer<Bucket> onLoss, String... keys) {
        return current(bucket).compose(epoch -> {
            boolean newer = epoch != null && !epoch.equals(known) && !epoch.isBefore(known);
            Future<Optional<Found>> found = newer
                    ? attempt(bucket, DenyListScript.of(bucket, epoch), keys)
                    : Future.succeededFuture(Optional.empty());
            return orElse(found, () -> {
                onLoss.accept(bucket);
                return beginAfter(bucket, epoch, known, keys);
            });
        });
    }

    private Future<Epoch> current(Bucket bucket) {
        return redis.send(Request.cmd(Command.GET).arg(bucket.epochKey()))
                .map(value -> value == null ? null : new Epoch(value.toString()));
    }

    /** Of replicas that do this at once one wins, and the others go by its epoch: no token is vouched for in vain. */
    Future<Found> beginAfter(Bucket bucket, Epoch current, Epoch known, String... keys) {
        DenyListScript script = DenyListScript.of(bucket, Epoch.beginning(clock.instant(), known));
        String expected = current == null ? "" : current.stored();
        return eval(Command.EVAL, script.text(), bucket, keys, script.epoch().stored(), expected)
                .compose(values -> {
                    Epoch begun = new Epoch(values.get(0));
                    return begun.equals(script.epoch())
                            ? Future.succeededFuture(found(bucket, script, values))
                            : orElse(
                                    attempt(bucket, DenyListScript.of(bucket, begun), keys),
                                    () -> beginAfter(bucket, begun, known, keys));
                });
    }

    private static Future<Found> orElse(Future<Optional<Found>> attempt, Supplier<Future<Found>> other) {
        return attempt.compose(found -> found.map(Future::succeededFuture).orElseGet(other));
    }

    /** Empty if the server does not know the script, or the bucket is in another epoch. */
    private Future<Optional<Found>> attempt(Bucket bucket, DenyListScript script, String... keys) {
        return eval(Command.EVALSHA, script.sha1(), bucket, keys)
                .map(values -> Optional.of(values)
                        .filter(all -> script.epoch().stored().equals(all.get(0)))
                        .map(all -> found(bucket, script, all)))
                .recover(failure ->
                        isNoScript(failure) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure));
    }

    private Found found(Bucket bucket, DenyListScript script, List<String> values) {
        scripts.accumulateAndGet(bucket.number(), script, DenyListReader::later);
        return new Found(script.epoch(), values.subList(1, values.size()));
    }

    /** Answers may come in another order than the epochs they are from. */
    static DenyListScript later(DenyListScript known, DenyListScript seen) {
        return known != null && seen.epoch().isBefore(known.epoch()) ? known : seen;
    }

    private Future<List<String>> eval(
            Command command, String script, Bucket bucket, String[] keys, String... arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.length + 1).arg(bucket.epochKey());
        for (String key : keys) {
            request.arg(key);
        }
        for (String argument : arguments) {
            request.arg(argument);
        }
        return redis.send(request).map(DenyListReader::toStrings);
    }

    private static List<String> toStrings(Response response) {
        return IntStream.range(0, response.size())
                .mapToObj(i -> Objects.toString(response.get(i), null))
                .toList();
    }

    private static boolean isNoScript(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("NOSCRIPT");
    }
}
