package dev.latchkey.account;

import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.mail.MailKind;
import dev.latchkey.mail.Mailbox;
import dev.latchkey.mail.TestMails;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Claims that another program has written back so that they are none, as with a time that became text. */
@QuarkusTest
class ForeignClaimsTest {

    @Inject
    MongoClient mongo;

    @Inject
    Mailbox mailbox;

    static Stream<Object> written() {
        Document claim = new Document("id", "an-id").append("email", "ada@example.com");
        return Stream.of(
                new Document(claim).append("expiresAt", "2027-01-01T00:00:00Z"),
                new Document(claim).append("expiresAt", 1_798_761_600_000L),
                new Document(claim).append("id", 7),
                List.of(new Document(claim).append("expiresAt", new Date())),
                "text",
                7);
    }

    @ParameterizedTest
    @MethodSource("written")
    void areReplacedByARecovery(Object written) {
        SignedInUser user = userWith(StoredUser.PENDING_RECOVERY, written);
        TestUsers.recover(user.email()).then().statusCode(202);
        TestMails.await(mailbox, MailKind.RECOVERY, user.email());
    }

    @ParameterizedTest
    @MethodSource("written")
    void areReplacedByAVerification(Object written) {
        SignedInUser user = userWith(StoredUser.PENDING_VERIFICATION, written);
        TestUsers.askForVerification(user.accessToken()).then().statusCode(202);
    }

    @ParameterizedTest
    @MethodSource("written")
    void areReplacedByAChangeOfTheEmail(Object written) {
        SignedInUser user = userWith(StoredUser.PENDING_EMAIL_CHANGE, written);
        TestUsers.changeEmail(user.accessToken(), TestUsers.newEmail(), TestUsers.PASSWORD)
                .then()
                .statusCode(202);
    }

    private SignedInUser userWith(String field, Object written) {
        SignedInUser user = TestUsers.register();
        mongo.getDatabase("latchkey")
                .getCollection(UserStore.COLLECTION)
                .updateOne(Filters.eq(new ObjectId(user.id())), Updates.set(field, written));
        return user;
    }
}
