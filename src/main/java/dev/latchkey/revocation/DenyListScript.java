package dev.latchkey.revocation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The Lua script that reads a bucket in one of its epochs, and with arguments begins that epoch, if the one it follows
 * has not been followed by another yet. It is one MGET, and
 * why it is a script at all is what Redis does <em>not</em> keep: scripts are forgotten at a restart and are not
 * replicated (Redis 7), while an old snapshot or a replica that lags brings the keys back without the latest
 * revocations. So a server that did not see the epoch begin, or has been away since, may lack a part of the list: it
 * does not know the script, and answers NOSCRIPT before any key is read. The comment makes a script of each epoch.
 */
record DenyListScript(Epoch epoch, String text, String sha1) {

    static DenyListScript of(Bucket bucket, Epoch epoch) {
        String text = """
                -- Latchkey deny-list, bucket %s, epoch %s
                if ARGV[1] and (redis.call('GET', KEYS[1]) or '') == ARGV[2] then
                  redis.call('SET', KEYS[1], ARGV[1])
                end
                return redis.call('MGET', unpack(KEYS))
                """.formatted(bucket.name(), epoch.stored());
        return new DenyListScript(epoch, text, sha1(text));
    }

    /** What EVALSHA calls a script by. */
    private static String sha1(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}
