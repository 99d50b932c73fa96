package dev.latchkey.account;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.latchkey.mongo.IndexBuilder;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The requests for recovery in MongoDB, as long as their codes hold. */
@Singleton
class RecoveryRequestStore implements PanacheMongoRepositoryBase<RecoveryRequest, String> {
    private final Clock clock;

    RecoveryRequestStore(Clock clock) {
        this.clock = clock;
    }

    /** A request; empty if there is none that still holds. */
    Optional<RecoveryRequest> find(String id) {
        return findByIdOptional(id).filter(request -> clock.instant().isBefore(request.expiresAt()));
    }

    /** Takes a request that is due; nobody else gets it before the lease is over. */
    Optional<RecoveryRequest> take(Instant now, Instant leaseUntil) {
        // Panache has no update that returns the document.
        return Optional.ofNullable(mongoCollection().findOneAndUpdate(lte("dueAt", now), set("dueAt", leaseUntil)));
    }

    /** Notes whose request it is. */
    void isOf(RecoveryRequest request, User user) {
        mongoCollection().updateOne(eq(request.id()), set("userId", user.id));
    }

    /** What a request asked for is done. */
    void done(RecoveryRequest request) {
        mongoCollection().updateOne(eq(request.id()), unset("dueAt"));
    }

    /** Makes the indexes; does nothing if they are there. */
    void prepare() {
        IndexBuilder.ensure(mongoCollection(), Indexes.ascending("dueAt"), new IndexOptions().sparse(true));
        IndexBuilder.ensure(
                mongoCollection(),
                Indexes.ascending("expiresAt"),
                new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
    }
}
