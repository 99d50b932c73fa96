package dev.latchkey.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.MutableClock;
import dev.latchkey.token.TestTokenConfig;
import dev.latchkey.token.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailSecretsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant END = NOW.plus(Duration.ofHours(1));
    private static final MailClaim CLAIM = claim(Purpose.RECOVERY, "ada@example.com");

    private static final String ANOTHER_KEY = "another-refresh-key-0123456789abcdefghij";

    private final MutableClock clock = new MutableClock(NOW);
    private final MailSecrets secrets = new MailSecrets(new MailKeys(TestTokenConfig.standard()), clock);

    @Nested
    class Token {

        @ParameterizedTest
        @EnumSource
        void tellsItsClaim(Purpose purpose) {
            MailClaim claim = claim(purpose, "ada@example.com");
            assertEquals(Optional.of(claim), secrets.read(secrets.token(claim), purpose));
        }

        @Test
        void isTheSameOnEveryReplica() {
            MailSecrets replica = new MailSecrets(new MailKeys(TestTokenConfig.standard()), clock);
            assertEquals(secrets.token(CLAIM), replica.token(CLAIM));
        }

        @Test
        void isForOnePurpose() {
            assertEquals(Optional.empty(), secrets.read(secrets.token(CLAIM), Purpose.VERIFICATION));
        }

        @Test
        void isForOneAddress() {
            MailClaim other = claim(Purpose.RECOVERY, "eve@example.com");
            assertNotEquals(
                    CLAIM.address(),
                    secrets.read(secrets.token(other), Purpose.RECOVERY)
                            .orElseThrow()
                            .address());
        }

        @Test
        void expires() {
            String token = secrets.token(CLAIM);
            clock.advance(Duration.ofHours(1).minusSeconds(1));
            assertTrue(secrets.read(token, Purpose.RECOVERY).isPresent());
            clock.advance(Duration.ofSeconds(1));
            assertFalse(secrets.read(token, Purpose.RECOVERY).isPresent());
        }

        @Test
        void isNoneIfAnyCharacterIsAnother() {
            String token = secrets.token(CLAIM);
            for (int i = 0; i < token.length(); i++) {
                char other = token.charAt(i) == 'A' ? 'B' : 'A';
                String tampered = token.substring(0, i) + other + token.substring(i + 1);
                assertEquals(Optional.empty(), secrets.read(tampered, Purpose.RECOVERY), () -> "changed: " + tampered);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "A", "no base64!", "AAAA", "=", "\u00e4", "AQIB"})
        void isNoneIfItIsGarbage(String garbage) {
            assertEquals(Optional.empty(), secrets.read(garbage, Purpose.RECOVERY));
        }

        @Test
        void ofThePreviousKeyIsAcceptedAndOfAnotherKeyIsNot() {
            String old = secrets.token(CLAIM);
            String code = secrets.code(CLAIM);
            TestTokenConfig another = TestTokenConfig.standard().withKeys(TestTokens.ACCESS_KEY, ANOTHER_KEY);
            MailSecrets rotated = with(another.withPreviousKeys(TestTokens.ACCESS_KEY, TestTokens.REFRESH_KEY));
            assertEquals(Optional.of(CLAIM), rotated.read(old, Purpose.RECOVERY));
            assertTrue(rotated.isCodeOf(CLAIM, code));
            assertNotEquals(old, rotated.token(CLAIM));
            MailSecrets foreign = with(another);
            assertEquals(Optional.empty(), foreign.read(old, Purpose.RECOVERY));
            assertFalse(foreign.isCodeOf(CLAIM, code));
        }

        private MailSecrets with(TestTokenConfig config) {
            return new MailSecrets(new MailKeys(config), clock);
        }
    }

    @Nested
    class Code {

        @Test
        void hasEightDigits() {
            assertTrue(secrets.code(CLAIM).matches("[0-9]{8}"), "8 digits");
        }

        @Test
        void isTakenAsPeopleTypeIt() {
            String code = secrets.code(CLAIM);
            String grouped = code.substring(0, 4) + " " + code.substring(4);
            assertTrue(secrets.isCodeOf(CLAIM, code));
            assertTrue(secrets.isCodeOf(CLAIM, grouped + " "));
            assertTrue(secrets.isCodeOf(CLAIM, grouped.replace(' ', '-')));
        }

        @Test
        void isOfOneClaimAndExpires() {
            String code = secrets.code(CLAIM);
            assertFalse(secrets.isCodeOf(claim(Purpose.RECOVERY, "eve@example.com"), code));
            assertFalse(secrets.isCodeOf(CLAIM, ""));
            assertFalse(secrets.isCodeOf(CLAIM, code + "0"));
            clock.advance(Duration.ofHours(1));
            assertFalse(secrets.isCodeOf(CLAIM, code));
        }
    }

    @Nested
    class Flow {

        @Test
        void tellsWhatItNames() {
            String flow = secrets.flow(Purpose.EMAIL_CHANGE, CLAIM.userId(), CLAIM.id());
            assertEquals(
                    Optional.of(new MailFlow(Purpose.EMAIL_CHANGE, CLAIM.userId(), CLAIM.id())),
                    secrets.readFlow(flow, Purpose.EMAIL_CHANGE));
            assertEquals(Optional.empty(), secrets.readFlow(flow, Purpose.VERIFICATION));
        }

        @Test
        void isNoneIfItIsNotOurs() {
            String flow = secrets.flow(Purpose.RECOVERY, CLAIM.userId(), CLAIM.id());
            assertEquals(Optional.empty(), secrets.readFlow(flow.substring(1) + "A", Purpose.RECOVERY));
            assertEquals(Optional.empty(), secrets.readFlow("", Purpose.RECOVERY));
            assertEquals(Optional.empty(), secrets.readFlow(secrets.token(CLAIM), Purpose.RECOVERY));
        }

        @Test
        void opensNothing() {
            String flow = secrets.flow(Purpose.RECOVERY, CLAIM.userId(), CLAIM.id());
            assertEquals(Optional.empty(), secrets.read(flow, Purpose.RECOVERY));
        }
    }

    private static MailClaim claim(Purpose purpose, String email) {
        return new MailClaim(purpose, TestTokens.SUBJECT, "AAECAwQFBgcICQoLDA0ODw", MailSecrets.digestOf(email), END);
    }
}
