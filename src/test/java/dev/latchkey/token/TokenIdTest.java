package dev.latchkey.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ids: of one form, never the same twice, and derived alike by every replica. */
class TokenIdTest {
    private static final String SESSION = "0123456789ABCDEFGHIJKA";

    @Test
    void sessionIdsAreWellFormedAndNeverTheSame() {
        int count = 10_000;
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < count; i++) {
            String id = TokenId.newSessionId();
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
        assertEquals("O2mXhYhjX5RRHya9-hqxXg", TokenId.of(SESSION, 0, TokenType.ACCESS));
        assertEquals("XFskB_0m7YMqk87aRsBwFw", TokenId.of(SESSION, 7, TokenType.REFRESH));
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
