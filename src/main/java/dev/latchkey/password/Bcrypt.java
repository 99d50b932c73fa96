package dev.latchkey.password;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The hash function bcrypt (<a href="https://www.usenix.org/legacy/events/usenix99/provos/provos.pdf">Provos and
 * Mazières, 1999</a>), over the bytes of a password as they are. A login costs hardly anything else, and whoever guesses
 * at stolen hashes has the fastest there is: what ours wastes, the cost that can be afforded lacks. The C library takes 51
 * ms for cost 10, this 53, other libraries for Java 62 to 78 (docs/performance.md). Elytron's also normalizes the password
 * (NFKC) before it is hashed, which no other does: hashes of the original then don't match, and 72 bytes become more.
 */
final class Bcrypt {
    /** Bytes. */
    static final int SALT = 16;

    /** Bytes. */
    static final int HASH = 23;

    private static final int BOX = 256;
    private static final int BOXES = 4 * BOX;
    private static final int ROUNDS = 16;
    private static final int SUBKEYS = ROUNDS + 2;

    private static final int[] PLAINTEXT = words("OrpheanBeholderScryDoubt".getBytes(StandardCharsets.US_ASCII), 6);
    private static final int ENCRYPTIONS = 64;

    /** Blowfish's four boxes, and then its subkeys. */
    private static final int[] INITIAL_STATE = initialState();

    private Bcrypt() {}

    /**
     * The hash, 23 bytes.
     *
     * @param password at most 72 bytes count
     * @param cost     the work is 2 to the power of this
     */
    static byte[] hash(byte[] password, byte[] salt, int cost) {
        int[] key = words(Arrays.copyOf(password, password.length + 1), SUBKEYS);
        int[] saltAsKey = words(salt, SUBKEYS);
        int[] state = expandWithSalt(INITIAL_STATE, key, saltAsKey);
        for (long i = 1L << cost; i > 0; i--) {
            state = expand(expand(state, key), saltAsKey);
        }
        return encrypt(state);
    }

    /**
     * Where the time goes. The new state is an array of this method's own, so that the compiler knows its size, and that
     * no index leaves it: without that, each of the four look-ups of a round is checked.
     */
    private static int[] expand(int[] previous, int[] key) {
        int[] state = new int[BOXES + SUBKEYS];
        System.arraycopy(previous, 0, state, 0, BOXES + SUBKEYS);
        for (int i = 0; i < SUBKEYS; i++) {
            state[BOXES + i] ^= key[i];
        }
        int left = 0;
        int right = 0;
        for (int i = 0; i < BOXES + SUBKEYS; i += 2) {
            left ^= state[BOXES];
            for (int round = BOXES + 1; round <= BOXES + ROUNDS; round += 2) {
                right = (right ^ state[round]) ^ mix(state, left);
                left = (left ^ state[round + 1]) ^ mix(state, right);
            }
            int swapped = left;
            left = right ^ state[BOXES + SUBKEYS - 1];
            right = swapped;
            int place = i < SUBKEYS ? BOXES + i : i - SUBKEYS;
            state[place] = left;
            state[place + 1] = right;
        }
        return state;
    }

    private static int mix(int[] state, int half) {
        return ((state[half >>> 24] + state[BOX + ((half >>> 16) & 0xff)]) ^ state[2 * BOX + ((half >>> 8) & 0xff)])
                + state[3 * BOX + (half & 0xff)];
    }

    private static int[] expandWithSalt(int[] previous, int[] key, int[] salt) {
        int[] state = previous.clone();
        for (int i = 0; i < SUBKEYS; i++) {
            state[BOXES + i] ^= key[i];
        }
        int[] block = new int[2];
        for (int i = 0; i < BOXES + SUBKEYS; i += 2) {
            block[0] ^= salt[i % 4];
            block[1] ^= salt[i % 4 + 1];
            encrypt(state, block, 0);
            int place = i < SUBKEYS ? BOXES + i : i - SUBKEYS;
            state[place] = block[0];
            state[place + 1] = block[1];
        }
        return state;
    }

    private static byte[] encrypt(int[] state) {
        int[] text = PLAINTEXT.clone();
        for (int i = 0; i < ENCRYPTIONS; i++) {
            for (int block = 0; block < text.length; block += 2) {
                encrypt(state, text, block);
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(text.length * Integer.BYTES);
        bytes.asIntBuffer().put(text);
        return Arrays.copyOf(bytes.array(), HASH);
    }

    private static void encrypt(int[] state, int[] text, int block) {
        int left = text[block] ^ state[BOXES];
        int right = text[block + 1];
        for (int round = BOXES + 1; round <= BOXES + ROUNDS; round += 2) {
            right ^= state[round] ^ mix(state, left);
            left ^= state[round + 1] ^ mix(state, right);
        }
        text[block] = right ^ state[BOXES + SUBKEYS - 1];
        text[block + 1] = left;
    }

    /** As many words of 32 bits, from the bytes over and over again. */
    private static int[] words(byte[] bytes, int number) {
        int[] words = new int[number];
        for (int i = 0; i < number * Integer.BYTES; i++) {
            words[i / Integer.BYTES] = words[i / Integer.BYTES] << Byte.SIZE | bytes[i % bytes.length] & 0xff;
        }
        return words;
    }

    /** The fraction of pi in binary, the subkeys first. */
    private static int[] initialState() {
        int bits = (BOXES + SUBKEYS) * Integer.SIZE;
        byte[] fraction = fractionOfPi(bits).toByteArray();
        int[] digits = words(
                Arrays.copyOfRange(fraction, fraction.length - bits / Byte.SIZE, fraction.length), bits / Integer.SIZE);
        int[] state = new int[BOXES + SUBKEYS];
        System.arraycopy(digits, 0, state, BOXES, SUBKEYS);
        System.arraycopy(digits, SUBKEYS, state, 0, BOXES);
        return state;
    }

    /** By Machin's formula, pi = 16 arctan(1/5) - 4 arctan(1/239); with one more bit in front, so that no zero is lost. */
    private static BigInteger fractionOfPi(int bits) {
        int spare = 64;
        BigInteger one = BigInteger.ONE.shiftLeft(bits + spare);
        BigInteger pi = arctanOfInverse(5, one)
                .shiftLeft(4)
                .subtract(arctanOfInverse(239, one).shiftLeft(2));
        return pi.shiftRight(spare)
                .subtract(BigInteger.valueOf(3).shiftLeft(bits))
                .setBit(bits);
    }

    private static BigInteger arctanOfInverse(int x, BigInteger one) {
        BigInteger square = BigInteger.valueOf((long) x * x);
        BigInteger power = one.divide(BigInteger.valueOf(x));
        BigInteger sum = power;
        for (int n = 3; power.signum() != 0; n += 2) {
            power = power.divide(square).negate();
            sum = sum.add(power.divide(BigInteger.valueOf(n)));
        }
        return sum;
    }
}
