package dev.latchkey.throttle;

import static dev.latchkey.Problems.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.Parallel;
import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Whose logins are rate limited, and whose not; that nothing slips through is for {@link AttemptsUnderWayTest}. */
@QuarkusTest
@TestProfile(ThrottledClients.Throttled.class)
class ThrottledLoginTest extends ThrottledClients {

    @Nested
    class Login {

        @Test
        void isThrottledPerAccount() {
            register(home);
            guess(elsewhere, email, PER_ACCOUNT);
            assertThrottled(login(elsewhere, email, WRONG));
            assertThrottled(login(newAddress(), email, TestUsers.PASSWORD));
        }

        @Test
        void isThrottledPerAccountHoweverTheEmailIsWritten() {
            register(home);
            guess(elsewhere, email.toUpperCase(Locale.ROOT), 1);
            guess(elsewhere, "\uFF35" + email.substring(1), 1);
            guess(elsewhere, email, 1);
            assertThrottled(login(elsewhere, email, WRONG));
        }

        @Test
        void isThrottledPerAddress() {
            for (int i = 0; i < PER_ADDRESS; i++) {
                guess(elsewhere, TestUsers.newEmail(), 1);
            }
            assertThrottled(login(elsewhere, TestUsers.newEmail(), WRONG));
            guess(newAddress(), TestUsers.newEmail(), 1);
        }

        @Test
        void worksWhereTheUserHasSignedInBefore() {
            register(home);
            guess(elsewhere, email, PER_ACCOUNT);
            assertThrottled(login(elsewhere, email, WRONG));
            login(home, email, TestUsers.PASSWORD).then().statusCode(200);
        }

        /** A refresh on the way must not make the service forget where the user signed in. */
        @Test
        void worksWhereTheUserHasSignedInBeforeAlsoAfterARefreshElsewhere() {
            String refreshToken = register(home).path("data.refreshToken");
            refresh(newAddress(), refreshToken).then().statusCode(200);
            guess(elsewhere, email, PER_ACCOUNT);
            login(home, email, TestUsers.PASSWORD).then().statusCode(200);
        }

        @Test
        void isThrottledWhereTheUserHasSignedInBeforeToo() {
            register(home);
            guess(home, email, PER_ACCOUNT);
            assertThrottled(login(home, email, TestUsers.PASSWORD));
        }

        /** Each session leaves entries for as long as its tokens live, also if it is ended at once. */
        @Test
        void isThrottledPerAccountAlsoIfThePasswordIsRight() {
            register(home);
            for (int i = 0; i < SESSIONS_PER_ACCOUNT; i++) {
                login(newAddress(), email, TestUsers.PASSWORD).then().statusCode(200);
            }
            assertThrottled(login(home, email, TestUsers.PASSWORD));
            assertThrottled(login(newAddress(), email, TestUsers.PASSWORD));
        }

        @Test
        void isThrottledPerAddressAlsoIfThePasswordIsRight() {
            String other = TestUsers.newEmail();
            register(home);
            register(home, other);
            for (int i = 0; i < SESSIONS_PER_ADDRESS; i++) {
                String account = i % 2 == 0 ? email : other;
                login(elsewhere, account, TestUsers.PASSWORD).then().statusCode(200);
            }
            assertThrottled(login(elsewhere, email, TestUsers.PASSWORD));
            login(home, email, TestUsers.PASSWORD).then().statusCode(200);
        }

        /** Else a refusal would tell that a guess was right. */
        @Test
        void isThrottledForManySessionsBeforeThePasswordIsLookedAt() {
            register(home);
            for (int i = 0; i < SESSIONS_PER_ACCOUNT; i++) {
                login(home, email, TestUsers.PASSWORD);
            }
            String right = login(home, email, TestUsers.PASSWORD).asString();
            Response wrong = login(home, email, WRONG);
            assertThrottled(wrong);
            assertEquals(right, wrong.asString());
        }

        @Test
        void isNotCountedAsASessionIfThePasswordIsWrong() {
            register(home);
            for (int i = 0; i < SESSIONS_PER_ACCOUNT; i += PER_ACCOUNT) {
                guess(newAddressOfTheUser(), email, PER_ACCOUNT);
            }
            login(home, email, TestUsers.PASSWORD).then().statusCode(200);
        }

        /** From which the user has signed in, so that guesses count apart. */
        private String newAddressOfTheUser() {
            String address = newAddress();
            login(address, email, TestUsers.PASSWORD).then().statusCode(200);
            return address;
        }

        /** Attempts under way are not guesses, however many more there are than guesses are allowed. */
        @Test
        void letsManyRightPasswordsThroughAtOnce() throws Exception {
            register(home);
            List<Integer> statuses =
                    Parallel.race(SESSIONS_PER_ACCOUNT, () -> login(elsewhere, email, TestUsers.PASSWORD)
                            .statusCode());
            assertEquals(Collections.nCopies(SESSIONS_PER_ACCOUNT, 200), statuses);
        }

        @Test
        void isNotCountedIfThePasswordIsRight() {
            register(home);
            for (int i = 0; i <= PER_ADDRESS; i++) {
                login(home, email, TestUsers.PASSWORD).then().statusCode(200);
            }
        }

        /** One of which bcrypt does not see the end is a guess as any other. */
        @Test
        void isCountedWhateverItsLength() {
            String tooLong = "p".repeat(73);
            register(home);
            for (int i = 0; i < PER_ACCOUNT; i++) {
                login(home, email, tooLong).then().spec(problem(401, "invalid_credentials"));
            }
            assertThrottled(login(home, email, tooLong));
        }

        /** Else right passwords alone, of which some are refused for the account, would keep out a whole address. */
        @Test
        void isNotCountedForTheAddressIfItIsRefusedForTheAccount() {
            register(home);
            guess(home, email, PER_ACCOUNT);
            for (int i = 0; i < PER_ADDRESS; i++) {
                assertThrottled(login(home, email, TestUsers.PASSWORD));
            }
            guess(home, TestUsers.newEmail(), 1);
        }

        /** A right password takes back its own count, and not those of the guesses before it. */
        @Test
        void doesNotForgetGuessesWhenTheUserSignsIn() {
            register(home);
            guess(home, email, PER_ACCOUNT - 1);
            login(home, email, TestUsers.PASSWORD).then().statusCode(200);
            guess(home, email, 1);
            assertThrottled(login(home, email, WRONG));
        }

        @Test
        void doesNotTellWhetherThereIsSuchAnAccount() {
            register(home);
            String nobody = TestUsers.newEmail();
            guess(elsewhere, nobody, PER_ACCOUNT);
            String known = throttledAnswerFor(newAddress(), email);
            Response unknown = login(newAddress(), nobody, WRONG);
            assertThrottled(unknown);
            assertEquals(known, unknown.asString());
        }

        private String throttledAnswerFor(String address, String account) {
            guess(address, account, PER_ACCOUNT);
            return login(newAddress(), account, WRONG).asString();
        }

        @Test
        void countsAnIpv6NetworkAsOneAddress() {
            String network = "2001:db8:" + Integer.toHexString(random(1, 0xffff)) + ":1::";
            for (int i = 0; i < PER_ADDRESS; i++) {
                guess(network + i, TestUsers.newEmail(), 1);
            }
            assertThrottled(login(network + "ffff", TestUsers.newEmail(), WRONG));
        }

        @Test
        void believesOnlyWhatTheProxyItselfSays() {
            for (int i = 0; i < PER_ADDRESS; i++) {
                guess(newAddress() + ", " + elsewhere, TestUsers.newEmail(), 1);
            }
            assertThrottled(login(newAddress() + ", " + elsewhere, TestUsers.newEmail(), WRONG));
        }
    }
}
