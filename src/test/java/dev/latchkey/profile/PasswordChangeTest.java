package dev.latchkey.profile;

import static dev.latchkey.Problems.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.latchkey.Parallel;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.account.AccountChanges;
import dev.latchkey.account.AccountService;
import dev.latchkey.mail.MailKind;
import dev.latchkey.mail.Mailbox;
import dev.latchkey.mail.TestMails;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PasswordChangeTest {
    private static final String NEW = "purple window elephant";
    private static final String OTHER = "yellow tractor seventeen";

    @Inject
    Mailbox mailbox;

    @Inject
    AccountService accounts;

    @Inject
    AccountChanges changes;

    @Nested
    class Change {

        @Test
        void setsTheNewPassword() {
            SignedInUser user = TestUsers.register();
            change(user, TestUsers.PASSWORD, NEW).then().statusCode(200);
            TestUsers.login(user.email(), TestUsers.PASSWORD).then().spec(problem(401, "invalid_credentials"));
            TestUsers.login(user.email(), NEW).then().statusCode(200);
            TestUsers.export(TestUsers.login(user.email(), NEW).path("data.accessToken"))
                    .then()
                    .body("data.passwordChangedAt", notNullValue());
        }

        @Test
        void givesTheNextPairOfTheSessionThatAsks() {
            SignedInUser user = TestUsers.register();
            Response changed = change(user, TestUsers.PASSWORD, NEW);
            String access = changed.path("data.accessToken");
            String refresh = changed.path("data.refreshToken");
            assertEquals(TestTokens.sessionOf(user.refreshToken()), TestTokens.sessionOf(refresh));
            TestUsers.details(access).then().statusCode(200);
            TestUsers.details(user.accessToken()).then().spec(problem(403, "revoked_token"));
            String next =
                    TestUsers.refresh(refresh).then().statusCode(200).extract().path("data.refreshToken");
            TestUsers.refresh(next).then().statusCode(200);
        }

        /** The response may have been lost on the way. */
        @Test
        void givesTheSamePairToTheOldRefreshTokenWithinTheGrace() {
            SignedInUser user = TestUsers.register();
            String pair = change(user, TestUsers.PASSWORD, NEW).path("data.refreshToken");
            TestUsers.refresh(user.refreshToken()).then().statusCode(200).body("data.refreshToken", equalTo(pair));
        }

        /** A thief may have asked for them; neither needs a session any more. */
        @Test
        void voidsAChangeOfTheEmailAndARecovery() {
            SignedInUser user = TestUsers.register();
            String elsewhere = TestUsers.newEmail();
            TestUsers.changeEmail(user.accessToken(), elsewhere, TestUsers.PASSWORD)
                    .then()
                    .statusCode(202);
            String change =
                    TestMails.await(mailbox, MailKind.EMAIL_CHANGE, elsewhere).token();
            TestUsers.recover(user.email()).then().statusCode(202);
            String recovery =
                    TestMails.await(mailbox, MailKind.RECOVERY, user.email()).token();
            change(user, TestUsers.PASSWORD, NEW).then().statusCode(200);
            TestUsers.confirmEmail(Map.of("token", change)).then().spec(problem(403, "invalid_token"));
            TestUsers.confirmRecovery(Map.of("token", recovery, "password", OTHER))
                    .then()
                    .spec(problem(403, "invalid_token"));
        }

        @Test
        void endsAllOtherSessions() {
            SignedInUser user = TestUsers.register();
            SignedInUser other = TestUsers.login(user);
            change(user, TestUsers.PASSWORD, NEW).then().statusCode(200);
            TestUsers.details(other.accessToken()).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(other.refreshToken()).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void endsTheSessionThatMadeTheChangeBefore() {
            SignedInUser first = TestUsers.register();
            String kept = change(first, TestUsers.PASSWORD, NEW).path("data.refreshToken");
            String second = TestUsers.login(first.email(), NEW).path("data.accessToken");
            TestUsers.changePassword(second, NEW, OTHER).then().statusCode(200);
            TestUsers.refresh(kept).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void leavesOtherUsersAlone() {
            SignedInUser other = TestUsers.register();
            change(TestUsers.register(), TestUsers.PASSWORD, NEW).then().statusCode(200);
            TestUsers.details(other.accessToken()).then().statusCode(200);
            TestUsers.refresh(other.refreshToken()).then().statusCode(200);
        }
    }

    @Nested
    class Refusal {

        @Test
        void ofAWrongPasswordChangesNothing() {
            SignedInUser user = TestUsers.register();
            SignedInUser other = TestUsers.login(user);
            change(user, "wrong horse battery", NEW).then().spec(problem(401, "invalid_credentials"));
            TestUsers.details(other.accessToken()).then().statusCode(200);
            TestUsers.login(user.email(), NEW).then().spec(problem(401, "invalid_credentials"));
            TestUsers.login(user.email(), TestUsers.PASSWORD).then().statusCode(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"short", "password", "Ada Lovelace"})
        void ofAWeakPasswordChangesNothing(String weak) {
            SignedInUser user = TestUsers.register();
            change(user, TestUsers.PASSWORD, weak)
                    .then()
                    .spec(problem(400, "weak_password"))
                    .body("errors[0].field", equalTo("newPassword"));
            TestUsers.login(user.email(), TestUsers.PASSWORD).then().statusCode(200);
            TestUsers.details(user.accessToken()).then().statusCode(200);
        }

        @Test
        void ofTheSessionThatIsOver() {
            SignedInUser user = TestUsers.register();
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);
            change(user, TestUsers.PASSWORD, NEW).then().spec(problem(403, "revoked_token"));
            TestUsers.login(user.email(), TestUsers.PASSWORD).then().statusCode(200);
        }
    }

    /** The password is set, but the sessions were not ended: as after a failure of Redis. */
    @Nested
    class HalfDone {

        @Test
        void isDoneByTheSameRequestOnceMore() {
            SignedInUser user = TestUsers.register();
            SignedInUser other = TestUsers.login(user);
            setPassword(user);
            TestUsers.details(other.accessToken()).then().statusCode(200);
            change(user, TestUsers.PASSWORD, NEW).then().statusCode(200);
            TestUsers.details(other.accessToken()).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void refreshesNoOtherSession() {
            SignedInUser user = TestUsers.register();
            SignedInUser other = TestUsers.login(user);
            setPassword(user);
            TestUsers.refresh(other.refreshToken()).then().spec(problem(403, "revoked_token"));
            TestUsers.details(other.accessToken()).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(user.refreshToken()).then().statusCode(200);
        }

        @Test
        void isNotDoneByAnotherSession() {
            SignedInUser user = TestUsers.register();
            SignedInUser other = TestUsers.login(user);
            setPassword(user);
            change(other, TestUsers.PASSWORD, NEW).then().spec(problem(401, "invalid_credentials"));
        }

        private void setPassword(SignedInUser user) {
            changes.changePassword(accounts.ofToken(user.id()), NEW, TestTokens.sessionOf(user.refreshToken()));
        }
    }

    @Nested
    class Race {
        private static final int ROUNDS = 20;
        private static final int LOGINS = 8;

        @Test
        void withLoginsLeavesNoSessionOfTheOldPassword() throws Exception {
            for (int round = 0; round < ROUNDS; round++) {
                SignedInUser user = TestUsers.register();
                List<Callable<Response>> all = new ArrayList<>();
                for (int login = 0; login < LOGINS; login++) {
                    all.add(() -> TestUsers.login(user.email(), TestUsers.PASSWORD));
                }
                all.add(() -> change(user, TestUsers.PASSWORD, NEW));
                List<Response> answers = Parallel.race(all);
                Response changed = answers.get(LOGINS);
                changed.then().statusCode(200);
                answers.subList(0, LOGINS).stream()
                        .filter(login -> login.statusCode() == 200)
                        .map(login -> login.<String>path("data.accessToken"))
                        .forEach(access -> TestUsers.details(access).then().spec(problem(403, "revoked_token")));
            }
        }

        @Test
        void ofTwoSessionsHasOneWinner() throws Exception {
            for (int round = 0; round < ROUNDS; round++) {
                SignedInUser one = TestUsers.register();
                SignedInUser two = TestUsers.login(one);
                List<Response> answers = Parallel.race(List.of(
                        () -> change(one, TestUsers.PASSWORD, NEW), () -> change(two, TestUsers.PASSWORD, OTHER)));
                assertEquals(
                        1,
                        answers.stream()
                                .filter(answer -> answer.statusCode() == 200)
                                .count());
                assertNotEquals(
                        TestUsers.login(one.email(), NEW).statusCode(),
                        TestUsers.login(one.email(), OTHER).statusCode());
            }
        }
    }

    private static Response change(SignedInUser user, String current, String next) {
        return TestUsers.changePassword(user.accessToken(), current, next);
    }
}
