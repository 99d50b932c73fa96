package dev.latchkey.password;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wildfly.security.password.interfaces.BCryptPassword;
import org.wildfly.security.password.util.ModularCrypt;

class BcryptTest {
    private static final int LONGEST = 72;
    private static final int SEED = 1;

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
    void makesTheHashesOfTheOriginalImplementations(String password, String hash) throws Exception {
        assertEquals(hash, hashed(password, hash));
    }

    /** Elytron normalizes other characters, so that it is no reference for them. */
    @Test
    void makesTheHashesOfElytronForPasswordsInAscii() throws Exception {
        Random random = new Random(SEED);
        for (int length = 1; length <= LONGEST; length++) {
            String password = ascii(random, length);
            byte[] salt = new byte[Bcrypt.SALT];
            random.nextBytes(salt);
            BCryptPassword reference = (BCryptPassword) ModularCrypt.decode(BcryptUtil.bcryptHash(password, 4, salt));
            assertArrayEquals(reference.getHash(), Bcrypt.hash(password.getBytes(StandardCharsets.US_ASCII), salt, 4));
        }
    }

    private static String ascii(Random random, int length) {
        return random.ints(length, ' ', 0x7f)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String hashed(String password, String hash) throws Exception {
        BCryptPassword like = (BCryptPassword) ModularCrypt.decode(hash);
        byte[] bytes = Bcrypt.hash(password.getBytes(StandardCharsets.UTF_8), like.getSalt(), like.getIterationCount());
        return ModularCrypt.encodeAsString(BCryptPassword.createRaw(
                BCryptPassword.ALGORITHM_BCRYPT, bytes, like.getSalt(), like.getIterationCount()));
    }
}
