package dev.latchkey.token;

import static dev.latchkey.token.Verification.access;
import static dev.latchkey.token.Verification.assertAccepted;
import static dev.latchkey.token.Verification.assertRejected;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.token.InvalidTokenException.Reason;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON of header and payload: one object in UTF-8, and nothing that two readers could read in two ways. */
class TokenJsonTest {

    @Nested
    class Syntax {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "null",
                    "true",
                    "7",
                    "1.5",
                    "\"text\"",
                    "[]",
                    "[{}]",
                    "{",
                    "{}}",
                    "{} {}",
                    "{}null",
                    "{},",
                    "{'iss':'latchkey'}",
                    "{iss:\"latchkey\"}",
                    "{\"iss\":}",
                    "{\"iss\":1,}",
                    "{/**/}",
                    "\uFEFF{}",
                    "{\"a\":NaN}",
                    "{\"a\":01}",
                    "{\"a\":\"\n\"}",
                    "{\"a\":\"\\x\"}",
                    "undefined"
                })
        void rejectsWhatIsNoObject(String json) {
            assertRejected(Reason.MALFORMED, access().rawPayload(json));
            assertRejected(Reason.MALFORMED, access().rawHeader(json));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "x", ",", "null", "\u0000", "]", "//"})
        void rejectsTrailingText(String trailing) {
            assertRejected(Reason.MALFORMED, access().rawPayload(json -> json + trailing));
            assertRejected(Reason.MALFORMED, access().rawHeader(json -> json + trailing));
        }

        @ParameterizedTest
        @ValueSource(strings = {"iss", "sub", "jti", "sid", "iat", "exp", "email", "name"})
        void rejectsAClaimThatIsThereTwice(String name) {
            UnaryOperator<String> twice = json -> json.replaceFirst("\\{", "{\"" + name + "\":null,");
            assertRejected(Reason.MALFORMED, access().rawPayload(twice));
        }

        @Test
        void rejectsAClaimThatIsThereTwiceWithOneValue() {
            String subject = "\"sub\":\"" + TestTokens.SUBJECT + '"';
            assertRejected(
                    Reason.MALFORMED, access().rawPayload(json -> json.replace(subject, subject + ',' + subject)));
        }

        @Test
        void rejectsADuplicateInsideAnotherClaim() {
            assertRejected(Reason.MALFORMED, access().rawClaim("extra", "{\"a\":1,\"a\":2}"));
        }

        @Test
        void rejectsNestingThatIsTooDeep() {
            int depth = 2000;
            assertRejected(Reason.MALFORMED, access().rawClaim("extra", "[".repeat(depth) + "]".repeat(depth)));
        }

        @Test
        void rejectsAnEndlessNumber() {
            assertRejected(Reason.MALFORMED, access().rawClaim("exp", "1".repeat(2000)));
        }
    }

    @Nested
    class Characters {
        static Stream<byte[]> notUtf8() {
            return Stream.of(
                    new byte[] {(byte) 0xff},
                    new byte[] {(byte) 0xc3},
                    new byte[] {(byte) 0xc0, (byte) 0xaf},
                    new byte[] {(byte) 0xe2, (byte) 0x82},
                    new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                    new byte[] {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80});
        }

        @ParameterizedTest
        @MethodSource("notUtf8")
        void rejectsBytesThatAreNoText(byte[] bytes) {
            String json = TestTokens.claimsOf(access().claim("name", "\u0001").compact())
                    .toString()
                    .replace("\\u0001", new String(bytes, StandardCharsets.ISO_8859_1));

            assertRejected(Reason.MALFORMED, access().rawPayload(json.getBytes(StandardCharsets.ISO_8859_1)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
        void rejectsOtherEncodings(String charset) {
            String json = TestTokens.claimsOf(access().compact()).toString();

            assertRejected(Reason.MALFORMED, access().rawPayload(json.getBytes(Charset.forName(charset))));
        }

        @Test
        void acceptsTextBeyondAscii() {
            VerifiedToken verified = assertAccepted(TokenType.ACCESS, access().claim("name", "Zoë 日本 😀"));

            assertEquals("Zoë 日本 😀", verified.name());
        }
    }
}
