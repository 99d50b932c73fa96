package dev.latchkey.session;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoException;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.mongo.IndexBuilder;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.VerifiedToken;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jboss.logging.Logger;

/**
 * The sessions in MongoDB. Rotation and revocation are updates of one document, so one of them comes first. Where Panache
 * has no method, MongoDB's driver is called (docs/decisions/0008).
 */
@Singleton
public class SessionStore implements PanacheMongoRepositoryBase<Session, String> {
    private static final Logger LOG = Logger.getLogger(SessionStore.class);

    private static final FindOneAndUpdateOptions CHANGED =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    /** The id decides between those of one moment, so that all replicas agree. */
    private static final Bson LAST_USED_FIRST = Sorts.descending("lastUsedAt", "_id");

    private static final String ROLES_VERSION = "rolesVersion";

    private static final Bson NOT_CONFIRMED = eq("deniedAt", null);

    /**
     * The sessions of a user that go on, the one used last first.
     *
     * @param notBegunBefore     what began before this is over
     * @param notRefreshedBefore what was refreshed last before this is over
     */
    List<Session> findLive(
            String userId, Instant now, Instant notBegunBefore, Instant notRefreshedBefore, int skip, int limit) {
        Bson live = and(
                eq("userId", userId),
                NOT_CONFIRMED,
                eq("revokedAt", null),
                gt("expiresAt", now),
                gt("createdAt", notBegunBefore),
                gt("rotatedAt", notRefreshedBefore));
        return find(live, LAST_USED_FIRST).range(skip, skip + limit - 1).list();
    }

    /** Sessions of a user that were ended, while the deny-list may not know it yet; but for one. */
    List<Session> findHalfEnded(String userId, String except, int limit) {
        return find(and(eq("userId", userId), NOT_CONFIRMED, ne("revokedAt", null), ne("_id", except)))
                .range(0, limit - 1)
                .list();
    }

    /** The sessions of a user, over or not, those that were used last. */
    List<Session> findLatest(String userId, int limit) {
        return find(eq("userId", userId), LAST_USED_FIRST).range(0, limit - 1).list();
    }

    /** Deletes the sessions of a user. */
    void deleteAllOf(String userId) {
        delete(eq("userId", userId));
    }

    /** Tells all sessions of a user that are not known to be over of a change of roles; how many did not know it. */
    long tellRolesVersion(String userId, int version) {
        return update(set(ROLES_VERSION, version))
                .where(and(eq("userId", userId), NOT_CONFIRMED, not(gte(ROLES_VERSION, version))));
    }

    /** Sessions of a user whose tokens the deny-list may not know to be over. */
    List<Session> findNotConfirmed(String userId) {
        return list(and(eq("userId", userId), NOT_CONFIRMED));
    }

    /** Whether there is any session of this user, over or not. */
    boolean hasAnyOf(String userId) {
        return find(eq("userId", userId)).firstResultOptional().isPresent();
    }

    /** Whether the user has signed in from this network, as far back as MongoDB keeps the sessions. */
    boolean hasSignedInFrom(String userId, String network) {
        return find(and(eq("userId", userId), eq("signedInFrom", network)))
                .firstResultOptional()
                .isPresent();
    }

    /**
     * Moves a session on by one generation, if the token is its valid refresh token, it has not ended, it is not
     * outdated, and the user has the roles that it was told of: a compare-and-set.
     *
     * @return the session as it now is; empty if another call was the one to move it, or it has ended
     */
    Optional<Session> rotate(
            VerifiedToken presented, TokenUser user, Instant now, Instant expiresAt, ClientInfo client) {
        Credentials credentials = user.credentials();
        int next = TokenId.generation(presented.id()) + 1;
        // A compare-and-set that returns the document, which Panache does not have.
        return Optional.ofNullable(mongoCollection()
                .findOneAndUpdate(
                        and(
                                eq(presented.sessionId()),
                                eq("userId", presented.subject()),
                                eq("refreshJti", presented.id()),
                                eq("revokedAt", null),
                                gt("expiresAt", now),
                                not(gt(ROLES_VERSION, user.rolesVersion())),
                                notOutdated(presented.sessionId(), credentials)),
                        combine(
                                set("generation", next),
                                set("refreshJti", TokenId.of(presented.sessionId(), next, TokenType.REFRESH)),
                                set("rotatedAt", now),
                                set("lastUsedAt", now),
                                set("expiresAt", expiresAt),
                                set("ip", client.address().ip()),
                                set("userAgent", client.userAgent()),
                                set("credentialVersion", credentials.version()),
                                set("tokenRolesVersion", user.rolesVersion())),
                        CHANGED));
    }

    /** As {@link Session#isOutdated}. */
    private static Bson notOutdated(String id, Credentials credentials) {
        boolean goesOn = credentials.version() == 0 || id.equals(credentials.changedBy());
        return goesOn ? new BsonDocument() : gte("credentialVersion", credentials.version());
    }

    /**
     * Ends a session for good in MongoDB: no rotation wins after this. May be repeated until it is confirmed.
     *
     * @return the session as it now is; empty if there is none, or it was ended and confirmed before
     */
    Optional<Session> revoke(String id, Instant now) {
        // As in rotate.
        return Optional.ofNullable(
                mongoCollection().findOneAndUpdate(and(eq(id), NOT_CONFIRMED), set("revokedAt", now), CHANGED));
    }

    /** Ends all sessions of a user but one in MongoDB; how many went on till now. */
    long revokeAll(String userId, String except, Instant now) {
        return update(set("revokedAt", now))
                .where(and(eq("userId", userId), NOT_CONFIRMED, eq("revokedAt", null), ne("_id", except)));
    }

    /** Ends those of these sessions in MongoDB that have not been used since they were read; how many were ended. */
    long revokeUnused(Collection<Session> read, Instant now) {
        List<Bson> unused = read.stream()
                .map(session -> and(eq(session.id()), eq("lastUsedAt", session.lastUsedAt())))
                .toList();
        List<String> ids = read.stream().map(Session::id).toList();
        return update(set("revokedAt", now)).where(and(in("_id", ids), eq("revokedAt", null), or(unused)));
    }

    /** Makes a session the one that was used last. */
    void touch(String id, Instant now) {
        // Panache updates many, which MongoDB's driver does not retry.
        mongoCollection().updateOne(and(eq(id), eq("revokedAt", null)), set("lastUsedAt", now));
    }

    /** Notes that the deny-list knows of the ends of these, too. */
    void confirmDenied(Collection<String> ids, Instant now) {
        update(set("deniedAt", now)).where(in("_id", ids));
    }

    /** Notes that the deny-list knows of the end, too. If that fails the end is no less true, but can be repeated. */
    void confirmDenied(String id, Instant now) {
        try {
            // As in touch.
            mongoCollection().updateOne(eq(id), set("deniedAt", now));
        } catch (MongoException e) {
            LOG.warnf("A session has ended, but that could not be noted: %s", e);
        }
    }

    /** Makes the indexes; does nothing if they are there. */
    public void prepare() {
        IndexBuilder.ensure(mongoCollection(), Indexes.ascending("userId", "signedInFrom"), new IndexOptions());
        IndexBuilder.ensure(
                mongoCollection(),
                Indexes.compoundIndex(Indexes.ascending("userId", "deniedAt"), LAST_USED_FIRST),
                new IndexOptions());
        IndexBuilder.ensure(
                mongoCollection(),
                Indexes.ascending("expiresAt"),
                new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
    }
}
