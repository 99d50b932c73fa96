package dev.latchkey.throttle;

import static dev.latchkey.Problems.problem;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import dev.latchkey.TestUsers;
import dev.latchkey.mail.MailKind;
import dev.latchkey.mail.MailSecrets;
import dev.latchkey.mail.Mailbox;
import dev.latchkey.mail.TestMails;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How many mails one can ask for, and how many codes one can guess. */
@QuarkusTest
@TestProfile(ThrottledClients.Throttled.class)
class ThrottledMailTest extends ThrottledClients {
    private static final int GUESSES = 5;

    @Inject
    Mailbox mailbox;

    @Inject
    MongoClient mongo;

    @Inject
    RedisDataSource redis;

    @Nested
    class Recovery {

        @Test
        void isAskedForWithinTheLimitOfTheAddress() {
            for (int i = 0; i < MAILS_PER_ADDRESS; i++) {
                recover(home, TestUsers.newEmail()).then().statusCode(202);
            }
            assertThrottled(recover(home, TestUsers.newEmail()));
            recover(elsewhere, TestUsers.newEmail()).then().statusCode(202);
        }

        /** Nobody is told: else one could find out who has an account. */
        @Test
        void isSentToOneRecipientWithinASilentLimit() {
            register(home).then().statusCode(201);
            for (int i = 0; i < MAILS_PER_RECIPIENT + 2; i++) {
                recover(newAddress(), email).then().statusCode(202);
            }
            String other = TestUsers.newEmail();
            register(elsewhere, other).then().statusCode(201);
            recover(elsewhere, other).then().statusCode(202);
            TestMails.await(mailbox, MailKind.RECOVERY, other);
            await().until(() -> TestMails.all(mailbox, MailKind.RECOVERY, email).size() == MAILS_PER_RECIPIENT);
        }

        /** As when Redis is away as the mail is to be sent. */
        @Test
        void isCountedLaterIfItCouldNotBeCountedAtFirst() {
            register(home).then().statusCode(201);
            String count = "throttle:mail_per_recipient:recovery:" + MailSecrets.digestOf(email);
            redis.value(String.class).set(count, "no count");
            recover(home, email).then().statusCode(202);
            await().until(() -> mails().countDocuments(Filters.and(
                            Filters.eq("to", email),
                            Filters.eq("kind", "RECOVERY"),
                            Filters.eq("attempts", 0),
                            Filters.gt("dueAt", new Date())))
                    == 1);
            redis.key().del(count);
            long end = System.currentTimeMillis() + Duration.ofHours(1).toMillis();
            redis.hash(Long.class).hset(count, Map.of("counted", (long) MAILS_PER_RECIPIENT, "ends", end));
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            mails().countDocuments(Filters.and(Filters.eq("to", email), Filters.eq("kind", "RECOVERY")))
                                    == 0);
            assertEquals(List.of(), TestMails.all(mailbox, MailKind.RECOVERY, email));
        }

        private MongoCollection<Document> mails() {
            return mongo.getDatabase("latchkey").getCollection("Mail");
        }
    }

    @Nested
    class Code {

        @Test
        void isGuessedWithinALimitAndTheLinkStillWorks() {
            register(home).then().statusCode(201);
            String flow = recover(home, email).path("data.flow");
            TestMails.TestMail mail = TestMails.await(mailbox, MailKind.RECOVERY, email);
            for (int i = 0; i < GUESSES; i++) {
                confirm(Map.of("flow", flow, "code", wrong(mail.code()), "password", NEW))
                        .then()
                        .spec(problem(403, "invalid_token"));
            }
            assertThrottled(confirm(Map.of("flow", flow, "code", mail.code(), "password", NEW)));
            confirm(Map.of("token", mail.token(), "password", NEW)).then().statusCode(200);
        }

        /** Another flow for the same account is no new chance. */
        @Test
        void isCountedForTheAccount() {
            register(home).then().statusCode(201);
            String code = null;
            for (int i = 0; i < GUESSES; i++) {
                String flow = recover(newAddress(), email).path("data.flow");
                code = TestMails.await(mailbox, MailKind.RECOVERY, email).code();
                confirm(Map.of("flow", flow, "code", wrong(code), "password", NEW))
                        .then()
                        .statusCode(403);
            }
            String flow = recover(newAddress(), email).path("data.flow");
            assertThrottled(confirm(Map.of("flow", flow, "code", code, "password", NEW)));
        }

        /** So the answer tells nothing of whether there is one. */
        @Test
        void isCountedForAnAddressThatNobodyHas() {
            String flow = recover(home, TestUsers.newEmail()).path("data.flow");
            Map<String, String> guess = Map.of("flow", flow, "code", "12345678", "password", NEW);
            for (int i = 0; i < GUESSES; i++) {
                assertEquals(403, confirm(guess).statusCode());
            }
            assertThrottled(confirm(guess));
        }
    }

    private static final String NEW = "purple window elephant";

    private static String wrong(String code) {
        return (code.startsWith("0") ? "1" : "0") + code.substring(1);
    }

    private static Response recover(String address, String email) {
        return from(address)
                .contentType(ContentType.JSON)
                .body(Map.of("email", email))
                .post("/password/recovery");
    }

    private static Response confirm(Map<String, String> body) {
        return TestUsers.confirmRecovery(body);
    }
}
