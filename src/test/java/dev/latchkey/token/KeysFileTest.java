package dev.latchkey.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.settings.AccessAlgorithm;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Optional;
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

        private static String jwk(KeyPair pair) throws Exception {
            PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
            jwk.setPrivateKey(pair.getPrivate());
            return jwk.toJson(OutputControlLevel.INCLUDE_PRIVATE);
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
