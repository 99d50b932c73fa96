package dev.latchkey.session;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import dev.latchkey.stores.DatabaseName;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The sessions in MongoDB. Rotation and revocation are single-document updates, so one of them comes first. */
@Singleton
public final class SessionStore {
    private static final Logger LOG = Logger.getLogger(SessionStore.class);

    private static final FindOneAndUpdateOptions CHANGED =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    private final MongoCollection<Session> sessions;

    public SessionStore(MongoClient mongo, DatabaseName database) {
        this.sessions = mongo.getDatabase(database.resolve()).getCollection("Session", Session.class);
    }

    void insert(Session session) {
        sessions.insertOne(session);
    }

    Optional<Session> find(String id) {
        return Optional.ofNullable(sessions.find(eq(id)).first());
    }

    /** The sessions of a user that go on, the one used last first. */
    List<Session> findLive(String userId, Instant now) {
        return sessions.find(and(eq("userId", userId), eq("revokedAt", null), gt("expiresAt", now)))
                .sort(Sorts.descending("lastUsedAt"))
                .into(new ArrayList<>());
    }

    /** The ids of a user's sessions whose end has not been confirmed: those that go on, and those half ended. */
    List<String> idsOfUnconfirmed(String userId) {
        return sessions.find(and(eq("userId", userId), eq("deniedAt", null)))
                .map(Session::id)
                .into(new ArrayList<>());
    }

    /** Whether there is any session of this user, over or not. */
    boolean hasAnyOf(String userId) {
        return sessions.find(eq("userId", userId)).first() != null;
    }

    /** Whether the user has signed in from this network, as far back as MongoDB keeps the sessions. */
    boolean hasSignedInFrom(String userId, String network) {
        return sessions.find(and(eq("userId", userId), eq("signedInFrom", network)))
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
        return Optional.ofNullable(sessions.findOneAndUpdate(
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
                sessions.findOneAndUpdate(and(eq(id), eq("deniedAt", null)), set("revokedAt", now), CHANGED));
    }

    /** Notes that the deny-list knows of the end, too. If that fails the end is no less true, but can be repeated. */
    void confirmDenied(String id, Instant now) {
        try {
            sessions.updateOne(eq(id), set("deniedAt", now));
        } catch (MongoException e) {
            LOG.warnf("A session has ended, but that could not be noted: %s", e);
        }
    }

    /** Makes the indexes; does nothing if they are there. */
    public void prepare() {
        sessions.createIndex(Indexes.ascending("userId", "signedInFrom"));
        sessions.createIndex(Indexes.ascending("expiresAt"), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
    }
}
