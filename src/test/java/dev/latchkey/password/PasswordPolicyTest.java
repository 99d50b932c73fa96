package dev.latchkey.password;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latchkey.TestUsers;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {
    private static final String NAME = "Zebedee Brzeczyszkiewicz";
    private static final String EMAIL = "z.brzeczyszkiewicz+snollygoster@mail.grumbleweed.example";

    private static final PasswordPolicy POLICY = new PasswordPolicy();

    @Nested
    class OfANewAccount {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    TestUsers.PASSWORD,
                    "xkcd9fKq",
                    "hj38dkwq",
                    "nur ein Käsebrötchen",
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
                    "grumbleweed99"
                })
        void refusesWhatIsKnownOfTheUser(String password) {
            assertDoesNotThrow(() -> POLICY.checkNew(password, List.of("Ada", "ada@example.com")));
            assertRefuses(AuthError.WEAK_PASSWORD, () -> checkNew(password));
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

        private void checkNew(String password) {
            POLICY.checkNew(password, List.of(NAME, EMAIL));
        }
    }

    @Nested
    class AtLogin {

        @ParameterizedTest
        @ValueSource(strings = {"password", "x"})
        void takesAWeakPasswordOfAnOldAccount(String password) {
            assertDoesNotThrow(() -> POLICY.checkGiven(password));
        }

        @Test
        void refusesWhatBcryptWouldCutOff() {
            assertRefuses(AuthError.INVALID_REQUEST, () -> POLICY.checkGiven("a".repeat(73)));
        }
    }

    private static void assertRefuses(AuthError error, Runnable check) {
        AuthException refusal = assertThrows(AuthException.class, check::run);
        assertEquals(error, refusal.error());
    }
}
