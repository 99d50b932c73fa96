package dev.latchkey.token;

import static dev.latchkey.token.Verification.access;
import static dev.latchkey.token.Verification.assertAccepted;
import static dev.latchkey.token.Verification.assertRejected;
import static dev.latchkey.token.Verification.refresh;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.token.InvalidTokenException.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JOSE header: one algorithm, one type for each kind of token, and nothing else is listened to. */
class TokenHeaderTest {

    static Stream<Object> notATypeOrAlgorithm() {
        return Stream.of(true, 256, 2.5, List.of(), Map.of());
    }

    @Nested
    class Algorithm {
        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", " HS256", "HS256 ", "hs256", "Hs256", "HmacSHA256"})
        @ValueSource(strings = {"HS384", "HS512", "RS256", "PS256", "ES256", "EdDSA", "dir", "A256KW", "HS256\u0000"})
        @MethodSource("dev.latchkey.token.TokenHeaderTest#notATypeOrAlgorithm")
        void rejectsEveryOtherEvenWithAGoodSignature(Object alg) {
            assertRejected(Reason.WRONG_HEADER, access().header("alg", alg));
        }

        @Test
        void rejectsAListWithTheRightOneInIt() {
            assertRejected(Reason.WRONG_HEADER, access().header("alg", List.of("HS256")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"none", "None", "NONE", "nOnE", "HS256"})
        void rejectsATokenWithoutASignature(String alg) {
            Reason reason = alg.equals("HS256") ? Reason.BAD_SIGNATURE : Reason.WRONG_HEADER;

            assertRejected(reason, access().header("alg", alg).signatureSegment(signature -> ""));
        }

        @ParameterizedTest
        @CsvSource({"HS384, HmacSHA384", "HS512, HmacSHA512"})
        void rejectsALongerHashWithTheRightSecret(String alg, String mac) {
            assertRejected(Reason.WRONG_HEADER, access().header("alg", alg).algorithm(mac));
            assertRejected(Reason.BAD_SIGNATURE, access().algorithm(mac));
        }

        @Test
        void rejectsATokenThatNamesNone() {
            assertRejected(Reason.WRONG_HEADER, access().withoutHeader("alg"));
            assertRejected(Reason.WRONG_HEADER, access().withoutHeader("alg").header("ALG", "HS256"));
        }
    }

    @Nested
    class Type {
        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"", "JWT", "jwt", "rt+jwt", "AT+JWT", "at+JWT", "at+jwt ", "application/at+jwt", "at"})
        @MethodSource("dev.latchkey.token.TokenHeaderTest#notATypeOrAlgorithm")
        void rejectsEveryOtherInAnAccessToken(Object typ) {
            assertRejected(Reason.WRONG_HEADER, access().header("typ", typ));
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"JWT", "at+jwt", "RT+JWT", "application/rt+jwt"})
        void rejectsEveryOtherInARefreshToken(String typ) {
            assertRejected(
                    Reason.WRONG_HEADER,
                    TokenType.REFRESH,
                    refresh().header("typ", typ).compact());
        }

        @ParameterizedTest
        @EnumSource
        void rejectsATokenThatNamesNone(TokenType type) {
            String token =
                    TestTokens.of(type, Verification.NOW).withoutHeader("typ").compact();

            assertRejected(Reason.WRONG_HEADER, type, token);
        }

        @Test
        void rejectsAListWithTheRightOneInIt() {
            assertRejected(Reason.WRONG_HEADER, access().header("typ", List.of("at+jwt")));
        }
    }

    @Nested
    class OtherMembers {
        static Stream<Arguments> changingWhatIsSigned() {
            return Stream.of("crit", "b64", "zip")
                    .flatMap(name -> Stream.of(null, true, false, "DEF", List.of(), List.of("b64"), List.of("exp"))
                            .map(value -> Arguments.of(name, value)));
        }

        @ParameterizedTest
        @MethodSource("changingWhatIsSigned")
        void rejectsWhatWouldChangeTheMeaningOfTheToken(String name, Object value) {
            assertRejected(Reason.WRONG_HEADER, access().header(name, value));
        }

        static Stream<Arguments> broughtAlong() {
            Map<String, String> jwk = Map.of("kty", "oct", "k", "AAAA", "alg", "HS256");
            Stream<Arguments> kids = Stream.of(
                            "../../../../dev/null",
                            "/etc/passwd",
                            "x' UNION SELECT 'secret' --",
                            "|/bin/sleep 9",
                            "$(id)",
                            "%00",
                            "\u0000")
                    .map(kid -> Arguments.of("kid", kid));
            Stream<Arguments> others = Stream.of(
                    Arguments.of("kid", null),
                    Arguments.of("kid", Map.of("$gt", "")),
                    Arguments.of("jku", "https://attacker.example/keys"),
                    Arguments.of("x5u", "http://169.254.169.254/latest/meta-data"),
                    Arguments.of("jwk", jwk),
                    Arguments.of("x5c", List.of("MIIB")),
                    Arguments.of("x5t", "AAAA"),
                    Arguments.of("cty", "JWT"));
            return Stream.concat(kids, others);
        }

        @ParameterizedTest
        @MethodSource("broughtAlong")
        void ignoresWhatATokenBringsAlong(String name, Object value) {
            VerifiedToken verified = assertAccepted(TokenType.ACCESS, access().header(name, value));

            assertEquals(TestTokens.SUBJECT, verified.subject());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alg", "typ"})
    void rejectsAMemberThatIsThereTwice(String name) {
        List<String> values = Arrays.asList("\"none\"", "\"HS256\"", "\"at+jwt\"", "null");
        for (String value : values) {
            String first = '"' + name + "\":" + value;
            assertRejected(Reason.MALFORMED, access().rawHeader(json -> json.replace("{", "{" + first + ",")));
            assertRejected(Reason.MALFORMED, access().rawHeader(json -> json.replace("}", "," + first + "}")));
        }
    }

    @Test
    void rejectsAMemberThatIsThereTwiceInTwoSpellings() {
        TestTokens token = access().rawHeader(json -> json.replace("{", "{\"\\u0061lg\":\"none\","));

        assertRejected(Reason.MALFORMED, token);
    }
}
