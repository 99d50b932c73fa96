package dev.latchkey.signin.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** Resets that were broken off. */
@QuarkusTest
class AccountResetTest {
    /** The watch leaves them alone for longer than that. */
    private static final Duration AGO = Duration.ofSeconds(20);

    @Inject
    MongoClient mongo;

    @Inject
    AccountReset resets;

    /** Whatever order they are found in, one that fails comes first. */
    @Test
    void areFinishedAlthoughThatOfAnotherFails() {
        SignedInUser failing = begun();
        SignedInUser user = begun();
        List<SignedInUser> all = List.of(failing, user, begun());
        all.stream().filter(other -> other != user).forEach(other -> writeGeneration(other, "none"));
        resets.finishThoseBegunBefore(AGO.dividedBy(2));
        assertEquals(
                List.of(true, false, true), all.stream().map(this::isUnfinished).toList());
        all.forEach(other -> writeGeneration(other, 0));
        resets.finishThoseBegunBefore(AGO.negated());
        assertEquals(
                List.of(false, false, false),
                all.stream().map(this::isUnfinished).toList());
    }

    private SignedInUser begun() {
        SignedInUser user = TestUsers.register();
        Instant now = Instant.now();
        Document claim = new Document("id", "x".repeat(22))
                .append("expiresAt", Date.from(now.plusSeconds(60)))
                .append("email", user.email());
        Document reset = new Document("purpose", "RECOVERY")
                .append("claim", claim)
                .append("lease", user.id())
                .append("leaseUntil", Date.from(now.minus(AGO)));
        collection("User").updateOne(Filters.eq(new ObjectId(user.id())), Updates.set("unfinishedReset", reset));
        return user;
    }

    private void writeGeneration(SignedInUser user, Object generation) {
        collection("Session").updateMany(Filters.eq("userId", user.id()), Updates.set("generation", generation));
    }

    private boolean isUnfinished(SignedInUser user) {
        return collection("User")
                        .countDocuments(
                                Filters.and(Filters.eq(new ObjectId(user.id())), Filters.exists("unfinishedReset")))
                == 1;
    }

    private MongoCollection<Document> collection(String name) {
        return mongo.getDatabase("latchkey").getCollection(name);
    }
}
