package dev.latchkey.session;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.mongo.Database;
import dev.latchkey.mongo.IndexBuilder;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.conversions.Bson;
import org.jboss.logging.Logger;

/** The sessions in MongoDB. Rotation and revocation are single-document updates, so one of them comes first. */
@Singleton
public final class SessionStore {
    private static final Logger LOG = Logger.getLogger(SessionStore.class);

    private static final FindOneAndUpdateOptions CHANGED =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    /** The id decides between those of one moment, so that all replicas agree. */
    private static final Bson LAST_USED_FIRST = Sorts.descending("lastUsedAt", "_id");

    private static final Bson NOT_CONFIRMED = eq("deniedAt", null);

    private final Database database;

    public SessionStore(Database database) {
        this.database = database;
    }

    void insert(Session session) {
        sessions().insertOne(session);
    }

    Optional<Session> find(String id) {
        return Optional.ofNullable(sessions().find(eq(id)).first());
    }

    /**
     * The sessions of a user that go on, the one used last first.
     *
     * @param notBegunBefore     what began before this is over
     * @param notRefreshedBefore what was refreshed last before this is over
     */
    List<Session> findLive(
            String userId, Instant now, Instant notBegunBefore, Instant notRefreshedBefore, int skip, int limit) {
        return sessions()
                .find(and(
                        eq("userId", userId),
                        NOT_CONFIRMED,
                        eq("revokedAt", null),
                        gt("expiresAt", now),
                        gt("createdAt", notBegunBefore),
                        gt("rotatedAt", notRefreshedBefore)))
                .sort(LAST_USED_FIRST)
                .skip(skip)
                .limit(limit)
                .into(new ArrayList<>());
    }

    /** Sessions of a user that were ended, while the deny-list may not know it yet; but for one. */
    List<Session> findHalfEnded(String userId, String except, int limit) {
        return sessions()
                .find(and(eq("userId", userId), NOT_CONFIRMED, ne("revokedAt", null), ne("_id", except)))
                .limit(limit)
                .into(new ArrayList<>());
    }

    /** Whether there is any session of this user, over or not. */
    boolean hasAnyOf(String userId) {
        return sessions().find(eq("userId", userId)).first() != null;
    }

    /** Whether the user has signed in from this network, as far back as MongoDB keeps the sessions. */
    boolean hasSignedInFrom(String userId, String network) {
        return sessions()
                        .find(and(eq("userId", userId), eq("signedInFrom", network)))
                        .first()
                != null;
    }

    /**
     * Moves a session on by one generation, if the token is its valid refresh token and it has not ended: a
     * compare-and-set.
     *
     * @return the session as it now is; empty if another call was the one to move it, or it has ended
     */
    Optional<Session> rotate(VerifiedToken presented, Instant now, Instant expiresAt, ClientInfo client) {
        int next = TokenId.generation(presented.id()) + 1;
        return Optional.ofNullable(sessions()
                .findOneAndUpdate(
                        and(
                                eq(presented.sessionId()),
                                eq("userId", presented.subject()),
                                eq("refreshJti", presented.id()),
                                eq("revokedAt", null),
                                gt("expiresAt", now)),
                        combine(
                                set("generation", next),
                                set("refreshJti", TokenId.of(presented.sessionId(), next, TokenType.REFRESH)),
                                set("rotatedAt", now),
                                set("lastUsedAt", now),
                                set("expiresAt", expiresAt),
                                set("ip", client.address().ip()),
                                set("userAgent", client.userAgent())),
                        CHANGED));
    }

    /**
     * Ends a session for good in MongoDB: no rotation wins after this. May be repeated until it is confirmed.
     *
     * @return the session as it now is; empty if there is none, or it was ended and confirmed before
     */
    Optional<Session> revoke(String id, Instant now) {
        return Optional.ofNullable(
                sessions().findOneAndUpdate(and(eq(id), NOT_CONFIRMED), set("revokedAt", now), CHANGED));
    }

    /** Ends all sessions of a user but one in MongoDB; how many went on till now. */
    long revokeAll(String userId, String except, Instant now) {
        return sessions()
                .updateMany(
                        and(eq("userId", userId), NOT_CONFIRMED, eq("revokedAt", null), ne("_id", except)),
                        set("revokedAt", now))
                .getModifiedCount();
    }

    /** Ends those of these sessions in MongoDB that have not been used since they were read; how many were ended. */
    long revokeUnused(Collection<Session> read, Instant now) {
        List<Bson> unused = read.stream()
                .map(session -> and(eq(session.id()), eq("lastUsedAt", session.lastUsedAt())))
                .toList();
        List<String> ids = read.stream().map(Session::id).toList();
        return sessions()
                .updateMany(and(in("_id", ids), eq("revokedAt", null), or(unused)), set("revokedAt", now))
                .getModifiedCount();
    }

    /** Makes a session the one that was used last. */
    void touch(String id, Instant now) {
        sessions().updateOne(and(eq(id), eq("revokedAt", null)), set("lastUsedAt", now));
    }

    /** Notes that the deny-list knows of the ends of these, too. */
    void confirmDenied(Collection<String> ids, Instant now) {
        sessions().updateMany(in("_id", ids), set("deniedAt", now));
    }

    /** Notes that the deny-list knows of the end, too. If that fails the end is no less true, but can be repeated. */
    void confirmDenied(String id, Instant now) {
        try {
            sessions().updateOne(eq(id), set("deniedAt", now));
        } catch (MongoException e) {
            LOG.warnf("A session has ended, but that could not be noted: %s", e);
        }
    }

    /** Makes the indexes; does nothing if they are there. */
    public void prepare() {
        IndexBuilder.ensure(sessions(), Indexes.ascending("userId", "signedInFrom"), new IndexOptions());
        IndexBuilder.ensure(
                sessions(),
                Indexes.compoundIndex(Indexes.ascending("userId", "deniedAt"), LAST_USED_FIRST),
                new IndexOptions());
        IndexBuilder.ensure(
                sessions(), Indexes.ascending("expiresAt"), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
    }

    private MongoCollection<Session> sessions() {
        return database.collection("Session", Session.class);
    }
}
