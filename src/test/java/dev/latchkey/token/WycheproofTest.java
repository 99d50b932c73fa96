package dev.latchkey.token;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.token.InvalidTokenException.Reason;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Project Wycheproof's vectors for HS256, against the steps of {@link TokenVerifier} one by one: no vector says a
 * {@code typ} or holds claims, so the whole would refuse them all.
 */
class WycheproofTest {
    /** Valid to a decoder that skips characters outside of base64url. We don't. */
    private static final Set<Integer> LENIENT = Set.of(372, 373);

    /** What is wrong is in the encoding of the payload, which is read last; it is no JSON either. */
    private static final Set<Integer> PAYLOAD = Set.of(368, 369, 371, 374, 375);

    private static final List<Vector> VECTORS = read();

    record Vector(int id, String comment, SecretKey key, String jws, boolean valid) {
        @Override
        public String toString() {
            return id + " " + comment;
        }
    }

    static Stream<Vector> valid() {
        return VECTORS.stream().filter(vector -> vector.valid && !LENIENT.contains(vector.id));
    }

    /** But for two that say what a valid one says, to the letter: the padding that they are about was lost upstream. */
    static Stream<Vector> invalid() {
        Set<String> valid = valid().map(Vector::jws).collect(Collectors.toSet());
        return VECTORS.stream()
                .filter(vector -> !vector.valid || LENIENT.contains(vector.id))
                .filter(vector -> !PAYLOAD.contains(vector.id) && !valid.contains(vector.jws));
    }

    static Stream<Vector> payload() {
        return VECTORS.stream().filter(vector -> PAYLOAD.contains(vector.id));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void acceptsTheSignatureOfAValidOne(Vector vector) {
        assertDoesNotThrow(() -> check(vector));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesAnInvalidOne(Vector vector) {
        assertThrows(InvalidTokenException.class, () -> check(vector));
    }

    @ParameterizedTest
    @MethodSource("payload")
    void refusesAPayloadThatIsNotCanonical(Vector vector) {
        InvalidTokenException refusal = assertThrows(
                InvalidTokenException.class, () -> StrictForm.of(vector.jws).claims());

        assertEquals(Reason.MALFORMED, refusal.reason());
    }

    @Test
    void allVectorsAreTaken() {
        assertEquals(40, VECTORS.size());
        assertEquals(38, valid().count() + invalid().count() + payload().count());
    }

    /** The header has to be well-formed, and is refused for what it says, as it should; then the signature. */
    private static void check(Vector vector) throws InvalidTokenException {
        StrictForm form = StrictForm.of(vector.jws);
        JoseHeader header = new JoseHeader("at+jwt", SignatureAlgorithm.HS256, null);
        List<TokenKey> keys = List.of(new TokenKey(header, header.encoded(), vector.key, vector.key));
        InvalidTokenException refusal = assertThrows(InvalidTokenException.class, () -> form.named(keys));
        if (refusal.reason() != Reason.WRONG_HEADER) {
            throw refusal;
        }
        new SignatureVerifier().keyOf(form, keys);
    }

    private static List<Vector> read() {
        try (InputStream file = WycheproofTest.class.getResourceAsStream("/wycheproof/hs256.json")) {
            List<Vector> vectors = new ArrayList<>();
            for (JsonNode group : new ObjectMapper().readTree(file).get("testGroups")) {
                byte[] key = Base64.getUrlDecoder()
                        .decode(group.get("private").get("k").textValue());
                for (JsonNode test : group.get("tests")) {
                    vectors.add(new Vector(
                            test.get("tcId").intValue(),
                            test.get("comment").textValue(),
                            new SecretKeySpec(key, "HmacSHA256"),
                            test.get("jws").textValue(),
                            test.get("result").textValue().equals("valid")));
                }
            }
            return vectors;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
