package dev.latchkey.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static final int SEED = 1;
    private static final String ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    @Nested
    class Bcrypt {
        private static final String OF_72_LETTERS = "$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i";

        /** The vectors of the original implementations, jBCrypt's and crypt_blowfish's; and some of libxcrypt beyond ASCII. */
        @ParameterizedTest
        @CsvSource({
            "'', $2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.",
            "a, $2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe",
            "abc, $2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
            "abcdefghijklmnopqrstuvwxyz, $2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC",
            "~!@#$%^&*()      ~!@#$%^&*()PNBFRD, $2a$06$fPIsBO8qRqkjj273rfaOI.HtSV9jLDpTbZn782DC6/t7qT67P6FfO",
            "U*U, $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "U*U*U, $2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a",
            "\u00bd \ufb01ne \u2460, $2a$05$abcdefghijklmnopqrstuuWgev8.YwN2f2PgGO8trivSwVaTQx7ca",
            "e\u0301t\u00e9, $2a$05$abcdefghijklmnopqrstuumR3fZLy9aFIQqOjZd1iIxzNDg68s.2m",
            "\u00ff\u00ff, $2a$05$abcdefghijklmnopqrstuup3BEBgSK5UDRAgvu31pzUHWG5sdRPxy"
        })
        void knowsTheHashesOfTheOriginalImplementations(String password, String hash) {
            assertTrue(PasswordHash.BCRYPT.matches(password, hash));
            assertFalse(PasswordHash.BCRYPT.matches(password + "x", hash));
        }

        /** Elytron normalizes other characters, so that it is no reference for them. */
        @Test
        void knowsTheHashesOfElytronForPasswordsInAscii() {
            Random random = new Random(SEED);
            for (int length = 1; length <= PasswordHash.MAX_BYTES; length++) {
                String password = ascii(random, length);
                assertTrue(PasswordHash.BCRYPT.matches(password, BcryptUtil.bcryptHash(password, 4)), password);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {73, 74, 500})
        void comparesTheFirst72Bytes(int length) {
            assertTrue(PasswordHash.BCRYPT.matches("x".repeat(length), OF_72_LETTERS));
            assertFalse(PasswordHash.BCRYPT.matches("x".repeat(71) + "y".repeat(length), OF_72_LETTERS));
        }

        @Test
        void takesAPasswordThatEndsWithZeroForAnother() {
            assertFalse(PasswordHash.BCRYPT.matches("a\0b", BcryptUtil.bcryptHash("a", 4)));
        }

        @ParameterizedTest
        @CsvSource({"04, 4", "10, 10", "31, 31"})
        void costsWhatItsNotationSays(String written, int cost) {
            assertEquals(cost, PasswordHash.BCRYPT.cost(OF_72_LETTERS.replace("$04$", "$" + written + "$")));
        }

        @ParameterizedTest
        @CsvSource({"4, false", "5, true"})
        void isOutdatedIfItsCostIsLowerThanThatOfOurs(int costOfOurs, boolean outdated) {
            assertEquals(outdated, PasswordHash.BCRYPT.isOutdated(OF_72_LETTERS, "x".repeat(73), costOfOurs));
        }

        private static String ascii(Random random, int length) {
            return random.ints(length, ' ', 0x7f)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    }

    @Nested
    class Sha512Crypt {
        private static final String OF_511_LETTERS =
                "$6$rounds=1000$abc$Vj3d/5d9oCHFt5rubeJgZLpJ0NN8VU.EBFskYA14K8KvKaBuSHIkMY6HFOppSVcX0hQNLF1/Rxycsq3N5f40N1";

        /** The vectors of its specification, and two of libxcrypt beyond ASCII. */
        @ParameterizedTest
        @CsvSource({
            "Hello world!, $6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
            "Hello world!, $6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
            "we have a short salt string but not a short password, $6$rounds=77777$short$WuQyW2YR.hBNpjjRhpYD/ifIw05xdfeEyQoMxIXbkvr0gge1a1x3yRULJ5CCaUeOxFmtlcGZelFl5CxtgfiAc0",
            "a short string, $6$rounds=123456$asaltof16chars..$BtCwjqMJGx5hrJhZywWvt0RLE8uZ4oPwcelCjmw2kSYu.Ec6ycULevoBK25fs2xXgMNrCzIMVcgEJAstJeonj1",
            "the minimum number is still observed, $6$rounds=1000$roundstoolow$kUMsbe306n21p9R.FRkW3IGn.S9NPN0x50YhH1xhLsPuWGsUSklZt58jaTfF4ZEQpyUNGc0dqbpBYYBaHHrsX.",
            "\u00bd \ufb01ne \u2460, $6$rounds=1000$abcdefghijklmnop$Hatg5bUgnb2NRsd2NBlQ5Ia1TRTy0krhSYUBVnbowuvnCU/kEFIGjNo81jqhgm1QOtbMbMZwIkI.pYfEYcPiU1",
            "e\u0301t\u00e9, $6$rounds=1000$abc$T0XkrxrendcmIeeqHClsCNqrAVevnVUgFYfPJe7Fx6aOVrLYhlhCiAAhFGifdFrvPl0bw29zFJ1VJETx8UOPe1"
        })
        void knowsTheHashesOfItsSpecification(String password, String hash) {
            assertEquals(Optional.of(PasswordHash.SHA512_CRYPT), PasswordHash.of(hash));
            assertTrue(PasswordHash.SHA512_CRYPT.matches(password, hash));
            assertFalse(PasswordHash.SHA512_CRYPT.matches(password + "x", hash));
        }

        /** As libxcrypt: what it takes to hash a password grows with its length. */
        @Test
        void comparesNoPasswordOver511Bytes() {
            assertTrue(PasswordHash.SHA512_CRYPT.matches("x".repeat(511), OF_511_LETTERS));
            String longer = "x".repeat(512);
            String hash = Sha2Crypt.sha512Crypt(longer.getBytes(StandardCharsets.UTF_8), "$6$rounds=1000$abc");
            assertFalse(PasswordHash.SHA512_CRYPT.matches(longer, hash));
        }

        @ParameterizedTest
        @CsvSource({"'', 6", "rounds=1000$, 4", "rounds=6000$, 7", "rounds=656000$, 14", "rounds=999999$, 14"})
        void costsAsMuchAsTheBcryptThatTakesAsLong(String rounds, int cost) {
            String hash = OF_511_LETTERS.replace("rounds=1000$", rounds);
            assertEquals(Optional.of(PasswordHash.SHA512_CRYPT), PasswordHash.of(hash));
            assertEquals(cost, PasswordHash.SHA512_CRYPT.cost(hash));
        }

        /** Bcrypt would let in whoever knows the beginning of such a password. */
        @ParameterizedTest
        @CsvSource({"72, true", "73, false"})
        void isOutdatedUnlessThePasswordIsTooLongForBcrypt(int length, boolean outdated) {
            assertEquals(outdated, PasswordHash.SHA512_CRYPT.isOutdated(OF_511_LETTERS, "x".repeat(length), 4));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "rounds=999$abc",
                    "rounds=1000000$abc",
                    "rounds=01000$abc",
                    "rounds=$abc",
                    "rounds=1000$",
                    "rounds=1000$seventeen.letters",
                    "rounds=1000$a:c"
                })
        void isNotUnderstoodWithOtherRoundsOrSalts(String parameters) {
            assertEquals(Optional.empty(), PasswordHash.of(OF_511_LETTERS.replace("rounds=1000$abc", parameters)));
        }
    }

    @Nested
    class Of {

        /** Made up by a seeded generator, so that the bits that a notation has no use for are set, too. */
        @Test
        void understandsNothingThatCanNotBeCompared() {
            Random random = new Random(SEED);
            for (int i = 0; i < 500; i++) {
                assertMatchesNothing("$2b$04$" + letters(random, 53));
                assertMatchesNothing("$6$rounds=1000$" + letters(random, 16) + "$" + letters(random, 86));
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "correct horse battery",
                    "$1$abcdefgh$G//4keteveJp0qb8z2DxG/",
                    "$5$rounds=1000$abc$4mtr7tdMCR2I3GkBO8BJKgKCxKnTZdp2pFJnlWWXnm/",
                    "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA"
                })
        void understandsNoOtherKind(String hash) {
            assertEquals(Optional.empty(), PasswordHash.of(hash));
        }

        private static void assertMatchesNothing(String hash) {
            assertFalse(PasswordHash.of(hash).orElseThrow().matches("correct horse battery", hash));
        }

        private static String letters(Random random, int length) {
            return random.ints(length, 0, ALPHABET.length())
                    .map(ALPHABET::charAt)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    }
}
