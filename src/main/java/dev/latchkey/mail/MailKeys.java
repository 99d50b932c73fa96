package dev.latchkey.mail;

import dev.latchkey.settings.Settings;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The keys of what mails carry, derived (HKDF, RFC 5869) from {@code JWT_REFRESH_KEY}, which makes all there is, and from
 * its predecessor, which is still accepted.
 */
@Singleton
final class MailKeys {
    private static final String MAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /** What is derived is of no use for anything else. */
    enum Use {
        TOKEN,
        CODE,
        FLOW
    }

    private final List<byte[]> secrets;

    MailKeys(Settings.Token config) {
        Optional<String> previous = config.refreshKeyPrevious().filter(key -> !key.isBlank());
        secrets = Stream.concat(Stream.of(config.refreshKey()), previous.stream())
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** An HMAC of a message under the current key. */
    byte[] mac(Use use, byte[] message) {
        return mac(secrets.get(0), use, message);
    }

    /** HMACs of a message under all keys that are accepted. */
    Stream<byte[]> accepted(Use use, byte[] message) {
        return secrets.stream().map(secret -> mac(secret, use, message));
    }

    private static byte[] mac(byte[] secret, Use use, byte[] message) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(derived(secret, use), MAC));
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java platform has " + MAC, e);
        }
    }

    private static byte[] derived(byte[] secret, Use use) {
        String info = "latchkey mail " + use.name().toLowerCase(Locale.ROOT) + " 1";
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
        hkdf.init(new HKDFParameters(secret, null, info.getBytes(StandardCharsets.US_ASCII)));
        byte[] key = new byte[KEY_BYTES];
        hkdf.generateBytes(key, 0, KEY_BYTES);
        return key;
    }
}
