package dev.latchkey.profile;

import static dev.latchkey.Problems.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latchkey.Parallel;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.account.AccountService;
import dev.latchkey.account.MailProof;
import dev.latchkey.account.MailProofs;
import dev.latchkey.account.PendingClaims;
import dev.latchkey.account.ProvenChanges;
import dev.latchkey.account.User;
import dev.latchkey.account.UserStore;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.mail.MailKind;
import dev.latchkey.mail.Mailbox;
import dev.latchkey.mail.Purpose;
import dev.latchkey.mail.TestMails;
import dev.latchkey.mail.TestMails.TestMail;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class EmailResourceTest {

    @Inject
    Mailbox mailbox;

    @Inject
    AccountService accounts;

    @Inject
    PendingClaims claims;

    @Inject
    MailProofs proofs;

    @Inject
    ProvenChanges changes;

    @Inject
    UserStore users;

    private final String next = TestUsers.newEmail();

    @Nested
    class Ask {

        @Test
        void tellsBothAddressesAndChangesNothingYet() {
            SignedInUser user = TestUsers.register();
            ask(user, next).then().statusCode(202);
            assertEquals(
                    "/account/email",
                    TestMails.await(mailbox, MailKind.EMAIL_CHANGE, next).link().getPath());
            assertEquals("/account/undo", noticeTo(user.email()).link().getPath());
            TestUsers.details(user.accessToken()).then().body("data.email", equalTo(user.email()));
        }

        @Test
        void saysTheSameOfAnAddressThatSomebodyHas() {
            SignedInUser user = TestUsers.register();
            ask(user, TestUsers.register().email()).then().statusCode(202);
        }

        @Test
        void wantsThePassword() {
            SignedInUser user = TestUsers.register();
            TestUsers.changeEmail(user.accessToken(), next, "wrong horse battery")
                    .then()
                    .spec(problem(401, "invalid_credentials"));
        }

        /** Else the address would be verified without what a verification needs. */
        @Test
        void refusesTheAddressThatTheUserHas() {
            SignedInUser user = TestUsers.register();
            ask(user, user.email()).then().spec(problem(400, "invalid_request"));
            ask(user, user.email().toUpperCase(Locale.ROOT)).then().spec(problem(400, "invalid_request"));
        }

        /** Addresses that we compare as one may be two mailboxes, of two owners. */
        @Test
        void provesNoOtherSpellingThanTheOneTheMailWentTo() {
            SignedInUser user = TestUsers.register();
            String local = TestUsers.newEmail().replaceAll("@.*", "");
            String theirs = local + "@strasse.example";
            String own = local + "@xn--strae-oqa.example";
            ask(user, theirs).then().statusCode(202);
            ask(user, own).then().statusCode(202);
            String token = TestMails.await(mailbox, MailKind.EMAIL_CHANGE, own).token();
            assertNotEquals(
                    TestMails.await(mailbox, MailKind.EMAIL_CHANGE, theirs).token(), token);
            TestUsers.confirmEmail(Map.of("token", token)).then().statusCode(200);
            TestUsers.details(user.accessToken()).then().body("data.email", equalTo(own));
        }

        /** The password that was checked may be a thief's, and the recovery its owner's. */
        @Test
        void isRefusedIfThePasswordWasChangedSinceItWasChecked() {
            SignedInUser user = TestUsers.register();
            User checked = accounts.find(user.email()).orElseThrow();
            TestUsers.changePassword(user.accessToken(), TestUsers.PASSWORD, "purple window elephant")
                    .then()
                    .statusCode(200);
            AuthException refused = assertThrows(AuthException.class, () -> claims.askForEmailChange(checked, next));
            assertEquals(AuthError.INVALID_CREDENTIALS, refused.error());
        }

        @Test
        void refusesWhatIsNoEmail() {
            ask(TestUsers.register(), "no email").then().spec(problem(400, "invalid_request"));
        }
    }

    @Nested
    class Confirm {

        @Test
        void putsTheNewEmailInItsPlace() {
            SignedInUser user = TestUsers.register();
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, next))).then().statusCode(200);
            TestUsers.details(user.accessToken())
                    .then()
                    .body("data.email", equalTo(next))
                    .body("data.emailVerified", equalTo(true));
            TestUsers.login(next, TestUsers.PASSWORD).then().statusCode(200);
            TestUsers.login(user.email(), TestUsers.PASSWORD).then().spec(problem(401, "invalid_credentials"));
            TestUsers.register(TestUsers.registration(user.email())).then().statusCode(201);
            TestMails.await(mailbox, MailKind.EMAIL_CHANGED, user.email());
        }

        @Test
        void byCode() {
            SignedInUser user = TestUsers.register();
            String flow = ask(user, next).path("data.flow");
            String code = TestMails.await(mailbox, MailKind.EMAIL_CHANGE, next).code();
            TestUsers.confirmEmail(Map.of("flow", flow, "code", code)).then().statusCode(200);
        }

        @Test
        void refusesAnAddressThatSomebodyHasByNow() {
            SignedInUser user = TestUsers.register();
            String token = tokenTo(user, next);
            TestUsers.register(TestUsers.registration(next)).then().statusCode(201);
            TestUsers.confirmEmail(Map.of("token", token)).then().spec(problem(409, "email_taken"));
            TestUsers.details(user.accessToken()).then().body("data.email", equalTo(user.email()));
        }

        /** A token dies with the address that it was made for. */
        @Test
        void voidsWhatWasSentToTheOldAddress() {
            SignedInUser user = TestUsers.register();
            TestUsers.recover(user.email());
            String recovery =
                    TestMails.await(mailbox, MailKind.RECOVERY, user.email()).token();
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, next))).then().statusCode(200);
            TestUsers.confirmRecovery(Map.of("token", recovery, "password", "purple window elephant"))
                    .then()
                    .spec(problem(403, "invalid_token"));
        }

        @Test
        void worksOnce() throws Exception {
            SignedInUser user = TestUsers.register();
            String flow = ask(user, next).path("data.flow");
            TestMail mail = TestMails.await(mailbox, MailKind.EMAIL_CHANGE, next);
            List<Callable<Integer>> confirms = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                confirms.add(() ->
                        TestUsers.confirmEmail(Map.of("token", mail.token())).statusCode());
                confirms.add(() -> TestUsers.confirmEmail(Map.of("flow", flow, "code", mail.code()))
                        .statusCode());
            }
            Parallel.assertOneWins(Parallel.race(confirms));
        }

        @Test
        void ofTwoUsersWithOneAddressOneWins() throws Exception {
            String one = tokenTo(TestUsers.register(), next);
            ask(TestUsers.register(), next).then().statusCode(202);
            String other =
                    TestMails.await(mailbox, MailKind.EMAIL_CHANGE, next, 2).token();
            List<Integer> statuses = Parallel.race(List.of(
                    () -> TestUsers.confirmEmail(Map.of("token", one)).statusCode(),
                    () -> TestUsers.confirmEmail(Map.of("token", other)).statusCode()));
            assertEquals(List.of(200, 409), statuses.stream().sorted().toList());
        }
    }

    @Nested
    class Undo {

        @Test
        void bringsTheOldAddressBackAndEndsEverySession() {
            SignedInUser user = TestUsers.register();
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, next))).then().statusCode(200);
            TestUsers.recover(next);
            String thiefs = TestMails.await(mailbox, MailKind.RECOVERY, next).token();
            TestUsers.undoEmail(noticeTo(user.email()).token()).then().statusCode(200);
            TestUsers.details(user.accessToken()).then().spec(problem(403, "revoked_token"));
            TestUsers.details(accessAfterRecovery(user.email())).then().body("data.email", equalTo(user.email()));
            TestUsers.confirmRecovery(Map.of("token", thiefs, "password", "purple window elephant"))
                    .then()
                    .spec(problem(403, "invalid_token"));
        }

        /** Whoever asked for the change has it: the thief, or who had planted the account. */
        @Test
        void voidsThePassword() {
            SignedInUser user = TestUsers.register();
            ask(user, next).then().statusCode(202);
            TestUsers.undoEmail(noticeTo(user.email()).token()).then().statusCode(200);
            TestUsers.login(user.email(), TestUsers.PASSWORD).then().spec(problem(401, "invalid_credentials"));
        }

        /** Else a thief would change the email twice, and go back once. */
        @Test
        void leavesTheWayBackToAStillEarlierAddress() {
            SignedInUser user = TestUsers.register();
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, next))).then().statusCode(200);
            String third = TestUsers.newEmail();
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, third))).then().statusCode(200);
            TestUsers.undoEmail(noticeTo(next).token()).then().statusCode(200);
            TestUsers.undoEmail(noticeTo(user.email()).token()).then().statusCode(200);
            TestUsers.details(accessAfterRecovery(user.email())).then().body("data.email", equalTo(user.email()));
        }

        @Test
        void voidsTheWaysBackToLaterAddresses() {
            SignedInUser user = TestUsers.register();
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, next))).then().statusCode(200);
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, TestUsers.newEmail())))
                    .then()
                    .statusCode(200);
            TestUsers.undoEmail(noticeTo(user.email()).token()).then().statusCode(200);
            TestUsers.undoEmail(noticeTo(next).token()).then().spec(problem(403, "invalid_token"));
        }

        @Test
        void beforeTheChangeVoidsIt() {
            SignedInUser user = TestUsers.register();
            String token = tokenTo(user, next);
            TestUsers.undoEmail(noticeTo(user.email()).token()).then().statusCode(200);
            TestUsers.confirmEmail(Map.of("token", token)).then().spec(problem(403, "invalid_token"));
        }

        /** Whoever has taken the account over can't get rid of the way back, by no further change and no recovery. */
        @Test
        void outlivesWhateverFollows() {
            SignedInUser user = TestUsers.register();
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, next))).then().statusCode(200);
            String undo = noticeTo(user.email()).token();
            TestUsers.recover(next);
            String recovery = TestMails.await(mailbox, MailKind.RECOVERY, next).token();
            TestUsers.confirmRecovery(Map.of("token", recovery, "password", "purple window elephant"))
                    .then()
                    .statusCode(200);
            String access = TestUsers.login(next, "purple window elephant").path("data.accessToken");
            String third = TestUsers.newEmail();
            TestUsers.changeEmail(access, third, "purple window elephant")
                    .then()
                    .statusCode(202);
            TestUsers.confirmEmail(Map.of(
                            "token",
                            TestMails.await(mailbox, MailKind.EMAIL_CHANGE, third)
                                    .token()))
                    .then()
                    .statusCode(200);
            TestUsers.undoEmail(undo).then().statusCode(200);
            TestUsers.recover(user.email());
            TestMails.await(mailbox, MailKind.RECOVERY, user.email());
        }

        /** Else a thief would register the address anew, and there would be no way back. */
        @Test
        void removesWhoeverHasTheAddressByNowAndNeverVerifiedIt() {
            SignedInUser user = verified();
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, next))).then().statusCode(200);
            Response squatter = TestUsers.register(TestUsers.registration(user.email()));
            TestUsers.undoEmail(noticeTo(user.email()).token()).then().statusCode(200);
            TestUsers.details(squatter.path("data.accessToken")).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(squatter.path("data.refreshToken")).then().statusCode(403);
            TestUsers.details(accessAfterRecovery(user.email()))
                    .then()
                    .body("data.id", equalTo(user.id()))
                    .body("data.email", equalTo(user.email()));
        }

        /** As if the service had died before it was done. */
        @Test
        void finishesARemovalThatWasBrokenOff() {
            SignedInUser user = verified();
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, next))).then().statusCode(200);
            Response squatter = TestUsers.register(TestUsers.registration(user.email()));
            String token = noticeTo(user.email()).token();
            changes.displace(proofs.prove(Purpose.EMAIL_UNDO, new MailProof(token, null, null)))
                    .orElseThrow();
            TestUsers.refresh(squatter.path("data.refreshToken")).then().spec(problem(403, "invalid_token"));
            TestUsers.undoEmail(token).then().statusCode(200);
            TestUsers.details(squatter.path("data.accessToken")).then().spec(problem(403, "revoked_token"));
        }

        /** Of two who never showed it to be theirs nobody knows whose it is: the first may have been planted. */
        @Test
        void removesNobodyForAUserWhoNeverVerifiedTheAddress() {
            SignedInUser user = TestUsers.register();
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, next))).then().statusCode(200);
            Response other = TestUsers.register(TestUsers.registration(user.email()));
            TestUsers.undoEmail(noticeTo(user.email()).token()).then().spec(problem(409, "email_taken"));
            TestUsers.details(other.path("data.accessToken")).then().statusCode(200);
        }

        /** Else a thief would take it by a spelling that no mailbox has, which nobody could ever verify or recover. */
        @ParameterizedTest
        @CsvSource({"j%sessica@example.com, j%seßica@example.com", "j%s@example.com, ｊ%s@example.com"})
        void removesWhoeverSpellsTheAddressOtherwiseAndNeverVerifiedIt(String owners, String thiefs) {
            String unique = Long.toString(System.nanoTime());
            SignedInUser user = verified(owners.replace("%s", unique));
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, next))).then().statusCode(200);
            TestUsers.register(TestUsers.registration(thiefs.replace("%s", unique)))
                    .then()
                    .statusCode(201);
            TestUsers.undoEmail(noticeTo(user.email()).token()).then().statusCode(200);
            TestUsers.details(accessAfterRecovery(user.email())).then().body("data.id", equalTo(user.id()));
        }

        /** Whoever planted an account under somebody's address does not get it verified by its owner's press. */
        @Test
        void leavesAnAddressUnverifiedThatWasNotVerified() {
            SignedInUser user = TestUsers.register();
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, next))).then().statusCode(200);
            TestUsers.undoEmail(noticeTo(user.email()).token()).then().statusCode(200);
            assertNull(users.find("email", user.email()).firstResult().verifiedEmail);
        }

        @Test
        void bringsAVerifiedAddressBackAsOne() {
            SignedInUser user = verified();
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, next))).then().statusCode(200);
            TestUsers.undoEmail(noticeTo(user.email()).token()).then().statusCode(200);
            assertEquals(user.email(), users.find("email", user.email()).firstResult().verifiedEmail);
        }

        @Test
        void refusesAnAddressThatSomebodyHasVerifiedByNow() {
            SignedInUser user = TestUsers.register();
            TestUsers.confirmEmail(Map.of("token", tokenTo(user, next))).then().statusCode(200);
            Response other = TestUsers.register(TestUsers.registration(user.email()));
            TestUsers.confirmVerification(
                            other.path("data.accessToken"),
                            Map.of(
                                    "token",
                                    TestMails.await(mailbox, MailKind.VERIFICATION, user.email(), 2)
                                            .token()))
                    .then()
                    .statusCode(200);
            TestUsers.undoEmail(noticeTo(user.email()).token()).then().spec(problem(409, "email_taken"));
            TestUsers.details(user.accessToken()).then().body("data.email", equalTo(next));
        }

        @Test
        void worksOnce() throws Exception {
            SignedInUser user = TestUsers.register();
            ask(user, next).then().statusCode(202);
            String token = noticeTo(user.email()).token();
            Parallel.assertOneWins(
                    Parallel.race(64, () -> TestUsers.undoEmail(token).statusCode()));
        }
    }

    /** A user who has shown the email to be theirs. */
    private SignedInUser verified() {
        return verified(TestUsers.newEmail());
    }

    private SignedInUser verified(String email) {
        SignedInUser user = TestUsers.signedIn(email, TestUsers.register(TestUsers.registration(email)));
        String token =
                TestMails.await(mailbox, MailKind.VERIFICATION, user.email()).token();
        TestUsers.confirmVerification(user.accessToken(), Map.of("token", token))
                .then()
                .statusCode(200);
        return user;
    }

    private String accessAfterRecovery(String email) {
        TestUsers.recover(email).then().statusCode(202);
        String token = TestMails.await(mailbox, MailKind.RECOVERY, email).token();
        TestUsers.confirmRecovery(Map.of("token", token, "password", "yellow tractor seventeen"))
                .then()
                .statusCode(200);
        return TestUsers.login(email, "yellow tractor seventeen").path("data.accessToken");
    }

    private static Response ask(SignedInUser user, String email) {
        return TestUsers.changeEmail(user.accessToken(), email, TestUsers.PASSWORD);
    }

    private String tokenTo(SignedInUser user, String email) {
        ask(user, email).then().statusCode(202);
        return TestMails.await(mailbox, MailKind.EMAIL_CHANGE, email).token();
    }

    private TestMail noticeTo(String email) {
        return TestMails.await(mailbox, MailKind.EMAIL_CHANGE_REQUESTED, email);
    }
}
