package dev.latchkey.account;

import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;

/**
 * That somebody wants to set a password anew; whether there is such a user is looked up later, so that nobody can tell by
 * the answer, or by how long it took.
 *
 * @param id        what the flow of the code names
 * @param email     in its canonical form
 * @param locale    a language tag, for a user who has chosen none; null if none is given
 * @param expiresAt when the code of its mail ends
 * @param dueAt     when the user is to be looked up; null once that was done
 * @param userId    whom that has found; null if nobody
 */
@MongoEntity(collection = "RecoveryRequest")
@RegisterForReflection
public record RecoveryRequest(
        @BsonId String id,
        String email,
        String locale,
        Instant createdAt,
        Instant expiresAt,
        Instant dueAt,
        ObjectId userId) {

    /** Keeps the email out of logs and messages. */
    @Override
    public String toString() {
        return "RecoveryRequest[not shown]";
    }
}
