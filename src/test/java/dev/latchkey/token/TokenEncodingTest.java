package dev.latchkey.token;

import static dev.latchkey.token.Verification.access;
import static dev.latchkey.token.Verification.assertAccepted;
import static dev.latchkey.token.Verification.assertRejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.latchkey.token.InvalidTokenException.Reason;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a token is written down: there is one way, and a good signature does not excuse another. */
class TokenEncodingTest {

    @Nested
    class Segments {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ".",
                    "..",
                    "...",
                    "....",
                    "a",
                    "a.b",
                    "a.b.c.d",
                    "a.b.c.d.e",
                    " ",
                    "null",
                    "{}.{}.{}",
                    "e30",
                    "e30.e30",
                    ". . .",
                    "\u0000",
                    "\uD83D",
                    "é.é.é"
                })
        void rejectsWhatIsNoToken(String text) {
            assertRejected(Reason.MALFORMED, TokenType.ACCESS, text);
        }

        @Test
        void rejectsAnyNumberButThree() {
            String[] three = access().compact().split("\\.");

            assertRejected(Reason.MALFORMED, TokenType.ACCESS, three[0] + '.' + three[1]);
            assertRejected(Reason.MALFORMED, TokenType.ACCESS, String.join(".", three) + '.');
            assertRejected(Reason.MALFORMED, TokenType.ACCESS, '.' + String.join(".", three));
            assertRejected(Reason.MALFORMED, TokenType.ACCESS, String.join(".", three) + ".e30");
            assertRejected(Reason.MALFORMED, TokenType.ACCESS, String.join(".", three) + ".e30.e30");
            assertRejected(Reason.MALFORMED, TokenType.ACCESS, String.join("..", three));
        }

        @Test
        void rejectsEmptyOnes() {
            assertRejected(Reason.MALFORMED, access().headerSegment(segment -> ""));
            assertRejected(Reason.MALFORMED, access().payloadSegment(segment -> ""));
            assertRejected(Reason.BAD_SIGNATURE, access().signatureSegment(segment -> ""));
        }

        @Test
        void acceptsATokenOfTheGreatestLengthAndNoneThatIsLonger() {
            TestTokens token = access().claim("name", "");
            int nameLength = (TokenVerifier.MAX_LENGTH - token.compact().length()) / 4 * 3;
            while (token.compact().length() < TokenVerifier.MAX_LENGTH) {
                token.claim("name", "n".repeat(nameLength++));
            }
            assertEquals(TokenVerifier.MAX_LENGTH, token.compact().length());
            assertAccepted(TokenType.ACCESS, token);

            assertRejected(Reason.MALFORMED, token.claim("name", "n".repeat(nameLength)));
        }
    }

    @Nested
    class Base64Url {
        static Stream<Named<UnaryOperator<String>>> otherEncodings() {
            return Stream.of(
                    named("one padding sign", segment -> segment + '='),
                    named("two padding signs", segment -> segment + "=="),
                    named("space after", segment -> segment + ' '),
                    named("space before", segment -> ' ' + segment),
                    named("line feed after", segment -> segment + '\n'),
                    named("line break after", segment -> segment + "\r\n"),
                    named("line feed within", segment -> segment.substring(0, 8) + '\n' + segment.substring(8)),
                    named("tab within", segment -> segment.substring(0, 8) + '\t' + segment.substring(8)),
                    named("NUL after", segment -> segment + '\u0000'),
                    named("escaped padding", segment -> segment + "%3D"),
                    named("a letter beyond ASCII", segment -> segment + 'é'),
                    named("a wide letter", segment -> segment + 'Ａ'),
                    named("the other alphabet", segment -> segment.replace('-', '+')
                            .replace('_', '/')),
                    named("escaped hyphen", segment -> segment.replace("-", "%2D")));
        }

        private static Named<UnaryOperator<String>> named(String name, UnaryOperator<String> change) {
            return Named.of(name, change);
        }

        @ParameterizedTest
        @MethodSource("otherEncodings")
        void rejectsOtherCharactersInEachSegment(UnaryOperator<String> encoding) {
            UnaryOperator<String> changed = changedBy(encoding);
            for (UnaryOperator<String> spaced : everyAlignment()) {
                TestTokens header = access().header("kid", "???>>>").rawHeader(spaced);
                assertAccepted(TokenType.ACCESS, header);
                assertRejected(Reason.MALFORMED, header.headerSegment(changed));

                TestTokens payload = access().claim("name", "???>>>").rawPayload(spaced);
                assertAccepted(TokenType.ACCESS, payload);
                assertRejected(Reason.MALFORMED, payload.payloadSegment(changed));
            }
            assertRejected(Reason.BAD_SIGNATURE, withBothInItsSignature().signatureSegment(changed));
        }

        @Test
        void rejectsBitsThatNoByteUses() {
            UnaryOperator<String> bitSet = TokenEncodingTest::withUnusedBit;
            for (UnaryOperator<String> spaced : everyAlignment().subList(1, 3)) {
                assertRejected(Reason.MALFORMED, access().rawHeader(spaced).headerSegment(bitSet));
                assertRejected(Reason.MALFORMED, access().rawPayload(spaced).payloadSegment(bitSet));
            }
            assertRejected(Reason.BAD_SIGNATURE, access().signatureSegment(bitSet));
        }

        @Test
        void rejectsALengthThatNoBytesHave() {
            UnaryOperator<String> oneMore = segment -> segment + "A".repeat(5 - segment.length() % 4);
            assertRejected(Reason.MALFORMED, access().headerSegment(oneMore));
            assertRejected(Reason.MALFORMED, access().payloadSegment(oneMore));
        }

        private static UnaryOperator<String> changedBy(UnaryOperator<String> encoding) {
            return segment -> {
                String changed = encoding.apply(segment);
                assertNotEquals(segment, changed);
                return changed;
            };
        }

        private static TestTokens withBothInItsSignature() {
            TestTokens token = access();
            String signature = "";
            while (!signature.contains("-") || !signature.contains("_")) {
                token = access();
                signature = token.compact().substring(token.compact().lastIndexOf('.'));
            }
            return token;
        }

        /** White space after the object, so that the last group of its encoding has four, two or three characters. */
        private static List<UnaryOperator<String>> everyAlignment() {
            return List.of(json -> aligned(json), json -> aligned(json) + ' ', json -> aligned(json) + "  ");
        }

        private static String aligned(String json) {
            return json + " ".repeat((3 - json.length() % 3) % 3);
        }
    }

    private static String withUnusedBit(String segment) {
        char last = segment.charAt(segment.length() - 1);
        return segment.substring(0, segment.length() - 1) + (char) (last + 1);
    }
}
