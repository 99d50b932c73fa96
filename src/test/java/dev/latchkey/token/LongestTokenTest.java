package dev.latchkey.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.MutableClock;
import dev.latchkey.settings.AccessAlgorithm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With all that a token tells at its longest, it is still one that we verify, and that servers take in a header. */
class LongestTokenTest {
    private static final Instant NOW = Verification.NOW;
    private static final String SESSION = "0123456789ABCDEFGHIJK_";

    /** What nginx, for one, takes by default for a line of the head, which has its name and its end as well. */
    private static final int LINE = 8192;

    private static final int SETTING = 100;

    /** {@code Roles.MOST}, as long as they may be in all. */
    private static final List<String> ROLES = Collections.nCopies(32, "a".repeat(31));

    @TempDir
    Path folder;

    /** In an email and a name nothing takes more: three bytes in UTF-8, of which the builder makes six characters. */
    @ParameterizedTest
    @ValueSource(strings = {"\u20ac", "\ud83d\ude00", "\""})
    void isVerifiedAndFitsALineOfTheHead(String character) throws InvalidTokenException {
        TestTokenConfig config = TestTokenConfig.standard()
                .withIssuer("https://" + "i".repeat(SETTING))
                .withAudience("https://" + "a".repeat(SETTING));
        MutableClock clock = new MutableClock(NOW);
        Path file = folder.resolve("keys");
        TestKeys.writeText(file, TestKeys.pem(TestKeys.generateRsa(4096)));
        SigningKeys keys = new SigningKeys(config, TestKeys.of(AccessAlgorithm.RS256, file, clock));
        Subject subject = new Subject(
                TestTokens.SUBJECT,
                character.repeat(254),
                character.repeat(100),
                false,
                ROLES,
                claims("\u20ac".repeat(169)));

        String token = new TokenIssuer(keys, config)
                .accessToken(new Grant(subject, SESSION, Integer.MAX_VALUE, NOW, NOW.plusSeconds(1000)));

        VerifiedToken verified = new TokenVerifier(keys, new VerifiedTokenCache(config, clock), config, clock)
                .verify(token, TokenType.ACCESS);
        assertEquals(subject.email(), verified.email());
        assertEquals(subject.name(), verified.name());
        assertEquals(ROLES, verified.roles());
        assertEquals(subject.claims(), verified.claims());
        int length = "auth-token-access: Bearer \r\n".length() + token.length();
        System.out.printf(Locale.ROOT, "tokens: the longest has %,d characters%n", token.length());
        assertTrue(length <= LINE, () -> length + " characters");
    }

    @ParameterizedTest
    @CsvSource({"/, 1016, true", "a, 1016, true", "a, 1017, false", "\u20ac, 169, true", "\u20ac, 170, false"})
    void tellsWhatAnApplicationSaysIfItTakesNoMoreThanAKibibyte(String character, int times, boolean told)
            throws Exception {
        JsonNode claims = claimsOf(claims(character.repeat(times)));

        assertEquals(told, claims.has("claims"));
        if (told) {
            assertEquals(new ObjectMapper().readTree(claims(character.repeat(times))), claims.get("claims"));
        }
        assertEquals(TestTokens.EMAIL, claims.get("email").textValue());
    }

    @Test
    void countsBytesAndNotCharacters() {
        String letters = claims("\u00e4".repeat(600));

        assertTrue(letters.length() < TokenIssuer.MAX_CLAIMS);
        assertTrue(letters.getBytes(StandardCharsets.UTF_8).length > TokenIssuer.MAX_CLAIMS);
        assertFalse(claimsOf(letters).has("claims"));
    }

    /** Eight characters, and this text. */
    private static String claims(String text) {
        return "{\"a\":\"" + text + "\"}";
    }

    private static JsonNode claimsOf(String claims) {
        Subject subject = new Subject(TestTokens.SUBJECT, TestTokens.EMAIL, TestTokens.NAME, true, List.of(), claims);
        Grant grant = new Grant(subject, SESSION, 1, NOW, NOW.plusSeconds(1000));
        return TestTokens.claimsOf(TestTokenConfig.standard().newIssuer().accessToken(grant));
    }
}
