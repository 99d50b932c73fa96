package dev.latchkey.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.settings.AccessAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys a file may hold, and with which times. */
class KeysFileTest {
    private static final String OF_ANOTHER_KIND = "holds a key that is neither Ed25519 nor RSA, or not private";
    private static final Instant SIGN_FROM = Instant.parse("2027-01-01T00:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("keys");
    }

    private Optional<String> fault() {
        return KeysFile.fault(file.toString());
    }

    @Nested
    class Keys {
        @ParameterizedTest
        @ValueSource(ints = {1024, 2040})
        void rejectsARsaKeyOfLessThan2048Bits(int bits) {
            TestKeys.writeText(file, TestKeys.pem(TestKeys.generateRsa(bits)));

            assertEquals(Optional.of("holds an RSA key of less than 2048 bits"), fault());
        }

        @ParameterizedTest
        @ValueSource(ints = {2048, 3072})
        void acceptsALongerRsaKey(int bits) {
            TestKeys.writeText(file, TestKeys.pem(TestKeys.generateRsa(bits)));

            assertEquals(Optional.empty(), fault());
        }

        @ParameterizedTest
        @ValueSource(strings = {"Ed448", "X25519", "EC"})
        void rejectsOnesOfOtherCurves(String algorithm) throws Exception {
            KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();

            TestKeys.writeText(file, jwk(pair));
            assertEquals(Optional.of(OF_ANOTHER_KIND), fault());
            TestKeys.writeText(file, TestKeys.pem(pair.getPrivate()));
            assertEquals(Optional.of(OF_ANOTHER_KIND), fault());
        }

        @ParameterizedTest
        @ValueSource(strings = {"Ed25519", "RSA"})
        void acceptsJwksOfTheTwoKinds(String algorithm) throws Exception {
            TestKeys.writeText(file, jwk(KeyPairGenerator.getInstance(algorithm).generateKeyPair()));

            assertEquals(Optional.empty(), fault());
        }

        @ParameterizedTest
        @ValueSource(strings = {"Ed25519", "RSA"})
        void rejectsAJwkWhosePublicPartIsAnothers(String algorithm) throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            ObjectNode key = (ObjectNode) JSON.readTree(jwk(generator.generateKeyPair()));
            String publicPart = algorithm.equals("RSA") ? "n" : "x";
            key.set(publicPart, JSON.readTree(jwk(generator.generateKeyPair())).get(publicPart));
            TestKeys.writeText(file, key.toString());

            assertEquals(Optional.of("holds a key whose public part is not that of its private one"), fault());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"\",\"d\":\"\"}",
                    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":1,\"d\":[]}",
                    "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\",\"d\":\"\"}",
                    "{\"pem\":\"a.b\"}",
                    "{\"pem\":{}}"
                })
        void rejectsOnesThatAreNone(String key) {
            TestKeys.writeText(file, key);

            assertEquals(Optional.of(OF_ANOTHER_KIND), fault());
        }

        /** WebCrypto exports {@code key_ops} and {@code ext}, by which others would refuse the public key. */
        @ParameterizedTest
        @ValueSource(strings = {"Ed25519", "RSA"})
        void publishesNothingButThePublicKey(String algorithm) throws Exception {
            KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
            ObjectNode key = (ObjectNode) JSON.readTree(jwk(pair));
            key.put("kid", "of the operator")
                    .put("use", "enc")
                    .put("k", "c2VjcmV0")
                    .put("ext", true);
            key.putArray("key_ops").add("sign");
            TestKeys.writeText(file, key.toString());

            PublicJsonWebKey published =
                    new KeysFile(file.toString()).read().get(0).jwk();
            Set<String> members =
                    published.toParams(OutputControlLevel.PUBLIC_ONLY).keySet();
            Set<String> ofTheKind = algorithm.equals("RSA") ? Set.of("n", "e") : Set.of("crv", "x");
            assertEquals(
                    Stream.concat(Stream.of("kty", "kid", "use", "alg"), ofTheKind.stream())
                            .collect(Collectors.toSet()),
                    members);
        }

        @Test
        void rejectsMembersThatMeanNothing() throws Exception {
            TestKeys.write(
                    file,
                    TestKeys.entry(TestKeys.generate(AccessAlgorithm.EdDSA), "\"retiredAt\":\"" + SIGN_FROM + "\""));

            assertEquals(
                    Optional.of("holds a member that is neither a JWK's nor publishFrom, signFrom, retireAt or pem"),
                    fault());
        }

        private static String jwk(KeyPair pair) throws Exception {
            PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
            jwk.setPrivateKey(pair.getPrivate());
            return jwk.toJson(OutputControlLevel.INCLUDE_PRIVATE);
        }
    }

    @Nested
    class TheFile {
        private final String pem = TestKeys.pem(TestKeys.generate(AccessAlgorithm.EdDSA));

        @Test
        void holdsOnePemAtMost() {
            TestKeys.writeText(file, pem + pem);

            assertEquals(Optional.of("holds more than one PEM: of several keys make a JWK Set"), fault());
        }

        @Test
        void isBoundedInSize() {
            TestKeys.writeText(file, pem + "\n".repeat(1024 * 1024));

            assertEquals(Optional.of("is larger than 1 MiB"), fault());
        }

        @Test
        void isNoFolderPipeOrDevice() {
            for (Path other : List.of(folder, Path.of("/dev/zero"), folder.resolve("missing"))) {
                assertEquals(Optional.of("can't be read"), KeysFile.fault(other.toString()));
            }
        }

        @Test
        void mayBeBehindALink() throws IOException {
            TestKeys.writeText(file, pem);
            Path link = Files.createSymbolicLink(folder.resolve("link"), file);

            assertEquals(Optional.empty(), KeysFile.fault(link.toString()));
        }
    }

    @Nested
    class Times {
        private final PrivateKey key = TestKeys.generate(AccessAlgorithm.EdDSA);

        @ParameterizedTest
        @ValueSource(longs = {-1, 0})
        void rejectsAKeyThatRetiresBeforeItSigns(long secondsAfterSignFrom) {
            retiring(secondsAfterSignFrom);

            assertEquals(Optional.of("holds a key whose publishFrom, signFrom and retireAt are out of order"), fault());
        }

        @Test
        void acceptsAKeyThatSignsForASecond() {
            retiring(1);

            assertEquals(Optional.empty(), fault());
        }

        private void retiring(long secondsAfterSignFrom) {
            TestKeys.write(
                    file,
                    TestKeys.entry(
                            key,
                            "\"signFrom\":\"" + SIGN_FROM + "\"",
                            "\"retireAt\":\"" + SIGN_FROM.plusSeconds(secondsAfterSignFrom) + "\""));
        }
    }
}
