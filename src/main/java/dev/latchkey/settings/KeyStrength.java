package dev.latchkey.settings;

import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** Tells a key that somebody made up from one that was drawn at random. */
final class KeyStrength {
    /** Less than what is left of 128 random bits, in whichever letters they are written. */
    private static final int FEWEST_BYTES = 24;

    private KeyStrength() {}

    /** Whether the key repeats itself, or counts up or down, so that a few bytes describe it. */
    static boolean isWeak(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return Math.min(described(bytes), described(steps(bytes))) < FEWEST_BYTES;
    }

    private static byte[] steps(byte[] bytes) {
        byte[] steps = new byte[bytes.length];
        for (int i = 1; i < bytes.length; i++) {
            steps[i] = (byte) (bytes[i] - bytes[i - 1]);
        }
        return steps;
    }

    private static int described(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            return deflater.deflate(new byte[2 * bytes.length + FEWEST_BYTES]);
        } finally {
            deflater.end();
        }
    }
}
