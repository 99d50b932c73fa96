package dev.latchkey.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids: of one form, never the same twice, and derived alike by every replica. */
class TokenIdTest {
    private static final String SESSION = "0123456789ABCDEFGHIJKA";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void sessionIdsAreWellFormedAndNeverTheSame() {
        int count = 10_000;
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < count; i++) {
            String id = TokenId.newSessionId(NOW);
            assertTrue(TokenId.isWellFormed(id), id);
            ids.add(id);
        }
        assertEquals(count, ids.size());
    }

    @Test
    void tokenIdsAreWellFormedAndDifferByGenerationTypeAndSession() {
        int generations = 5_000;
        Set<String> ids = new HashSet<>();
        for (int generation = 0; generation < generations; generation++) {
            for (TokenType type : TokenType.values()) {
                for (String session : new String[] {SESSION, "1" + SESSION.substring(1)}) {
                    String id = TokenId.of(session, generation, type);
                    assertTrue(TokenId.isWellFormed(id), id);
                    ids.add(id);
                }
            }
        }
        assertEquals(4 * generations, ids.size());
    }

    /** Replicas of two versions have to agree during a rolling deploy, and sessions outlive every version. */
    @Test
    void tokenIdsStayTheSameFromReleaseToRelease() {
        assertEquals("AAAAADtpl4WIY1-UUR8mvQ", TokenId.of(SESSION, 0, TokenType.ACCESS));
        assertEquals("AAAAB1xbJAf9Ju2DKpPO2g", TokenId.of(SESSION, 7, TokenType.REFRESH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1970-01-01T00:00:00Z", "2026-01-01T00:00:59Z", "2038-01-19T03:14:08Z", "2106-02-07T06:28:15Z"})
    void aSessionIdTellsTheSecondItWasMadeIn(Instant now) {
        assertEquals(now, TokenId.createdAt(TokenId.newSessionId(now.plusMillis(999))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, Integer.MAX_VALUE})
    void aTokenIdTellsItsGeneration(int generation) {
        assertEquals(generation, TokenId.generation(TokenId.of(SESSION, generation, TokenType.REFRESH)));
    }

    static Stream<String> malformed() {
        return Stream.of("", " ", "a".repeat(21), "a".repeat(23), "a".repeat(21) + '=', "a".repeat(22) + '\n');
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void tellsWhatIsNoId(String id) {
        assertFalse(TokenId.isWellFormed(id));
    }
}
