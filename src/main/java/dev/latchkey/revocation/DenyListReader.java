package dev.latchkey.revocation;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import java.time.Clock;
import java.util.ArrayList;
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
    private final ReactiveRedisDataSource redis;
    private final Clock clock;

    /**
     * The script of the epoch that each bucket was last seen in; just a memory of it, any replica may begin another.
     */
    private final AtomicReferenceArray<DenyListScript> scripts =
            new AtomicReferenceArray<>((int) Bucket.all().count());

    /** The values of the keys, null where there is none, and the epoch in which they were read. */
    record Found(Epoch epoch, List<String> values) {}

    DenyListReader(ReactiveRedisDataSource redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    Uni<Found> read(Bucket bucket, Consumer<Bucket> onLoss, String... keys) {
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
    private Uni<Found> learn(Bucket bucket, Epoch known, Consumer<Bucket> onLoss, String... keys) {
        return current(bucket).flatMap(epoch -> {
            boolean newer = epoch != null && !epoch.equals(known) && !epoch.isBefore(known);
            Uni<Optional<Found>> found = newer
                    ? attempt(bucket, DenyListScript.of(bucket, epoch), keys)
                    : Uni.createFrom().item(Optional.empty());
            return orElse(found, () -> {
                onLoss.accept(bucket);
                return beginAfter(bucket, epoch, known, keys);
            });
        });
    }

    private Uni<Epoch> current(Bucket bucket) {
        return redis.execute("GET", bucket.epochKey()).map(value -> value == null ? null : new Epoch(value.toString()));
    }

    /** Of replicas that do this at once one wins, and the others go by its epoch: no token is vouched for in vain. */
    Uni<Found> beginAfter(Bucket bucket, Epoch current, Epoch known, String... keys) {
        DenyListScript script = DenyListScript.of(bucket, Epoch.beginning(clock.instant(), known));
        String expected = current == null ? "" : current.stored();
        return eval("EVAL", script.text(), bucket, keys, script.epoch().stored(), expected)
                .flatMap(values -> {
                    Epoch begun = new Epoch(values.get(0));
                    return begun.equals(script.epoch())
                            ? Uni.createFrom().item(found(bucket, script, values))
                            : orElse(
                                    attempt(bucket, DenyListScript.of(bucket, begun), keys),
                                    () -> beginAfter(bucket, begun, known, keys));
                });
    }

    private static Uni<Found> orElse(Uni<Optional<Found>> attempt, Supplier<Uni<Found>> other) {
        return attempt.flatMap(found -> found.map(Uni.createFrom()::item).orElseGet(other));
    }

    /** Empty if the server does not know the script, or the bucket is in another epoch. */
    private Uni<Optional<Found>> attempt(Bucket bucket, DenyListScript script, String... keys) {
        return eval("EVALSHA", script.sha1(), bucket, keys)
                .map(values -> Optional.of(values)
                        .filter(all -> script.epoch().stored().equals(all.get(0)))
                        .map(all -> found(bucket, script, all)))
                .onFailure(DenyListReader::isNoScript)
                .recoverWithItem(Optional.empty());
    }

    private Found found(Bucket bucket, DenyListScript script, List<String> values) {
        scripts.accumulateAndGet(bucket.number(), script, DenyListReader::later);
        return new Found(script.epoch(), values.subList(1, values.size()));
    }

    /** Answers may come in another order than the epochs they are from. */
    private static DenyListScript later(DenyListScript known, DenyListScript seen) {
        return known != null && seen.epoch().isBefore(known.epoch()) ? known : seen;
    }

    private Uni<List<String>> eval(String command, String script, Bucket bucket, String[] keys, String... arguments) {
        List<String> all = new ArrayList<>(List.of(script, Integer.toString(keys.length + 1), bucket.epochKey()));
        all.addAll(List.of(keys));
        all.addAll(List.of(arguments));
        return redis.execute(command, all.toArray(String[]::new)).map(DenyListReader::toStrings);
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
