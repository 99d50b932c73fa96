package dev.latchkey.denylist;

import dev.latchkey.redis.RedisCommands;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Reads keys of a bucket together with its epoch, in one round trip, and notices when a part of the list may be lost:
 * then, and only then, it begins a new epoch. See {@link DenyListScript} and {@link ServerTime} for what tells.
 */
final class DenyListReader {
    private final RedisCommands redis;
    private final Clock clock;

    /** How each bucket was last seen; just a memory of it, any replica may begin another epoch. */
    private final AtomicReferenceArray<Seen> buckets =
            new AtomicReferenceArray<>((int) Bucket.all().count());

    /**
     * The values of the keys, null where there is none, and the epoch in which they were read.
     *
     * @param clockOffset how far our clock is ahead of the server's
     */
    record Found(Epoch epoch, List<String> values, Duration clockOffset) {}

    /**
     * What a bucket was seen in.
     *
     * @param time the least that the server's clock was ahead of ours in this epoch
     */
    record Seen(DenyListScript script, ServerTime time) {}

    /** An answer of the script: the epoch, and the values of the keys. */
    private record Reply(ServerTime time, Epoch epoch, List<String> values) {}

    DenyListReader(RedisCommands redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    Future<Found> read(Bucket bucket, Consumer<Bucket> onLoss, String... keys) {
        Seen seen = buckets.get(bucket.number());
        if (seen == null) {
            return learn(bucket, null, onLoss, keys);
        }
        return orElse(
                attempt(bucket, seen.script(), seen.time(), keys),
                () -> learn(bucket, seen.script().epoch(), onLoss, keys));
    }

    /**
     * Another replica may have begun an epoch that this server knows. If not, or if the server is still in an epoch
     * from before the one we know, as a former master that was cut off is, the bucket is lost.
     */
    private Future<Found> learn(Bucket bucket, Epoch known, Consumer<Bucket> onLoss, String... keys) {
        return current(bucket).compose(epoch -> {
            boolean newer = epoch != null && !epoch.equals(known) && !epoch.isBefore(known);
            Future<Optional<Found>> found = newer
                    ? attempt(bucket, DenyListScript.of(bucket, epoch), null, keys)
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
                .compose(reply -> {
                    Epoch begun = reply.epoch();
                    return begun.equals(script.epoch())
                            ? Future.succeededFuture(found(bucket, script, reply))
                            : orElse(
                                    attempt(bucket, DenyListScript.of(bucket, begun), null, keys),
                                    () -> beginAfter(bucket, begun, known, keys));
                });
    }

    private static Future<Found> orElse(Future<Optional<Found>> attempt, Supplier<Future<Found>> other) {
        return attempt.compose(found -> found.map(Future::succeededFuture).orElseGet(other));
    }

    /**
     * Empty if the server does not know the script, or the bucket is in another epoch, or the server's clock has jumped
     * ahead.
     *
     * @param since when the server's clock was seen before in this epoch; null if it was not
     */
    private Future<Optional<Found>> attempt(Bucket bucket, DenyListScript script, ServerTime since, String... keys) {
        return eval(Command.EVALSHA, script.sha1(), bucket, keys)
                .map(reply -> Optional.of(reply)
                        .filter(any -> script.epoch().equals(reply.epoch()))
                        .filter(any -> since == null || !reply.time().hasJumpedSince(since))
                        .map(any -> found(bucket, script, reply)))
                .recover(failure ->
                        isNoScript(failure) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure));
    }

    private Found found(Bucket bucket, DenyListScript script, Reply reply) {
        buckets.accumulateAndGet(bucket.number(), new Seen(script, reply.time()), DenyListReader::merge);
        return new Found(script.epoch(), reply.values(), reply.time().offsetOf(clock.instant()));
    }

    /** Answers may come in another order than the epochs they are from. */
    static Seen merge(Seen known, Seen seen) {
        if (known == null) {
            return seen;
        }
        if (known.script().equals(seen.script())) {
            return new Seen(seen.script(), seen.time().leastAhead(known.time()));
        }
        return seen.script().epoch().isBefore(known.script().epoch()) ? known : seen;
    }

    private Future<Reply> eval(Command command, String script, Bucket bucket, String[] keys, String... arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.length + 1).arg(bucket.epochKey());
        for (String key : keys) {
            request.arg(key);
        }
        for (String argument : arguments) {
            request.arg(argument);
        }
        long asked = System.nanoTime();
        return redis.send(request).map(response -> toReply(response, asked));
    }

    private static Reply toReply(Response response, long asked) {
        ServerTime time = ServerTime.parse(response.get(0), asked, System.nanoTime());
        List<String> values = toStrings(response.get(1));
        Epoch epoch = values.get(0) == null ? null : new Epoch(values.get(0));
        return new Reply(time, epoch, values.subList(1, values.size()));
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
