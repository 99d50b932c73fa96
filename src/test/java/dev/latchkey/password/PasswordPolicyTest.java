package dev.latchkey.password;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latchkey.TestUsers;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {
    private static final String NAME = "Zebedee Brzeczyszkiewicz";
    private static final String EMAIL = "z.brzeczyszkiewicz+snollygoster@mail.grumbleweed.example";

    private static final PasswordPolicy POLICY = TestPasswords.policy();

    /** None is ever free. */
    private static final HashSlots NO_SLOT = new HashSlots(0, 1, Duration.ZERO, () -> {});

    private static final PasswordPolicy OF_A_SERVICE = TestPasswords.policy(
            TestPasswords.withContextWords("latchkey", "https://auth.snollygoster.example", "Widdershins"),
            new HashSlots(1, 1, Duration.ofSeconds(3), () -> {}));

    private static final String TOO_LONG =
            "tundra velvet orbit tundra velvet orbit tundra velvet orbit tundra velvet orbit";

    @Nested
    class OfANewAccount {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    TestUsers.PASSWORD,
                    "xkcd9fKq",
                    "hj38dkwq",
                    "nur ein Käsebrötchen",
                    "latchkey tundra velvet orbit",
                    "Zebedee likes purple walruses",
                    "пароль для кофеварки",
                    "4@8({[<3691!|0$5+7%24@8({[<3691!|0$5+7%24@8({[<3691!|0$5+7%24@8({[<3691!",
                    "aaaaaaaaaaaaaaaaaaaa tundra velvet orbit 3!"
                })
        void takesAPasswordThatIsHardToGuess(String password) {
            assertDoesNotThrow(() -> checkNew(password));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "password",
                    "12345678",
                    "qwertyuiop",
                    "P@ssw0rd2024",
                    "drowssap",
                    "Summer2024!",
                    "letmeinplease",
                    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                    "abcabcabcabcabc",
                    "january1980",
                    "12.05.1984",
                    "1234567890123456789012345678901234567890",
                    "üüüüüüüüüüüü"
                })
        void refusesAPasswordThatIsCommonOrEasyToGuess(String password) {
            assertRefuses(AuthError.WEAK_PASSWORD, () -> checkNew(password));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    NAME,
                    "brzeczyszkiewicz",
                    "Brzeczyszkiewicz1",
                    "ZebedeeBrzeczyszkiewicz",
                    "zciweikzsyzcezrb",
                    EMAIL,
                    "Z.Brzeczyszkiewicz+Snollygoster",
                    "snollygoster",
                    "mail.grumbleweed.example",
                    "grumbleweed99",
                    "zebedee.brzeczyszkiewicz",
                    "Zebedee!Brzeczyszkiewicz",
                    "Zebedee#2026!"
                })
        void refusesWhatIsKnownOfTheUser(String password) {
            assertDoesNotThrow(() -> POLICY.checkNew("password", password, List.of("Ada", "ada@example.com")));
            assertRefuses(AuthError.WEAK_PASSWORD, () -> checkNew(password));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "latchkey123",
                    "L4tchkey2026!",
                    "My-Latchkey",
                    "yekhctal1",
                    "Latchkey!Latchkey",
                    "Latchkey#1Latchkey",
                    "Latchkey!2026?",
                    "MyLatchkeyPassword",
                    "LatchkeyPassword1!",
                    "welcome-to-latchkey",
                    "Snollygoster7",
                    "auth.snollygoster.example",
                    "widdershins99",
                    "W1ddershins!"
                })
        void refusesWhatIsKnownOfTheService(String password) {
            assertRefuses(AuthError.WEAK_PASSWORD, () -> OF_A_SERVICE.checkNew("password", password, List.of("Ada")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"W1ddershins!", "Snollygoster7", "auth.snollygoster.example"})
        void takesWhatIsKnownOfAnotherService(String password) {
            assertDoesNotThrow(() -> POLICY.checkNew("password", password, List.of("Ada")));
        }

        @Test
        void refusesEachOfTheCommonest() throws IOException {
            List<String> all = new ArrayList<>(BreachedLists.commonest());
            all.addAll(BreachedLists.djangos());
            assertEquals(List.of(), all.stream().filter(this::takes).toList());
        }

        /** Of Django's list 407 withstand the estimator, 102 of them among the first 3,000: this is one of those. */
        @Test
        void refusesABreachedPasswordThatIsHardToGuess() {
            assertRefuses(AuthError.WEAK_PASSWORD, () -> checkNew("uvgx8f8232"));
            assertDoesNotThrow(() -> checkNew("uvgx8f8233"));
        }

        @Test
        void estimatesAPasswordOnlyWhenASlotIsFree() {
            PasswordPolicy busy = TestPasswords.policy(TestPasswords.withContextWords(), NO_SLOT);
            assertRefuses(AuthError.UNAVAILABLE, () -> busy.checkNew("password", TestUsers.PASSWORD, List.of()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"short", TOO_LONG, "password", "uvgx8f8232"})
        void takesNoSlotForWhatIsPlainlyRefused(String password) {
            PasswordPolicy busy = TestPasswords.policy(TestPasswords.withContextWords(), NO_SLOT);
            assertRefuses(AuthError.WEAK_PASSWORD, () -> busy.checkNew("password", password, List.of()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "g7$Kq2v", "😀🐙🌋🎻🧭🪁🛶"})
        void refusesLessThan8Characters(String password) {
            assertRefuses(AuthError.WEAK_PASSWORD, () -> checkNew(password));
        }

        @Test
        void refusesMoreThan72Bytes() {
            String of72Bytes = "ünïcödé wörds hérè, thät äre lông ánd hàrd to guèss at all.";
            assertDoesNotThrow(() -> checkNew(of72Bytes));
            assertRefuses(AuthError.WEAK_PASSWORD, () -> checkNew(of72Bytes + "x"));
        }

        @Test
        void neverTellsThePassword() {
            AuthException refusal = assertThrows(AuthException.class, () -> checkNew("P@ssw0rd2024"));
            assertFalse(refusal.getMessage().contains("P@ssw0rd2024"));
        }

        private boolean takes(String password) {
            try {
                checkNew(password);
                return true;
            } catch (AuthException e) {
                return false;
            }
        }

        private void checkNew(String password) {
            POLICY.checkNew("password", password, List.of(NAME, EMAIL));
        }
    }

    private static void assertRefuses(AuthError error, Runnable check) {
        AuthException refusal = assertThrows(AuthException.class, check::run);
        assertEquals(error, refusal.error());
    }
}
