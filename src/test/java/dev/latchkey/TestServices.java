package dev.latchkey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** The services that the tests' service knows, and their keys. */
public final class TestServices {
    public static final String ORDERS_KEY = "orders-key-0123456789abcdef";
    public static final String NEXT_ORDERS_KEY = "a+b/c=: \u00e4";
    public static final String ADMIN_KEY = "admin-key-0123456789abcdef";
    public static final String EXPIRED_KEY = "expired-key-0123456789abcdef";

    /** {@code SERVICE_KEYS}. */
    public static final String SETTING = String.join(
            "; ",
            "name=orders sha256=" + sha256(ORDERS_KEY) + " expires=2099-12-31T00:00:00Z",
            "name=orders sha256=" + sha256(NEXT_ORDERS_KEY),
            "name=admin sha256=" + sha256(ADMIN_KEY) + " scopes=users:write",
            "name=expired sha256=" + sha256(EXPIRED_KEY) + " expires=2020-01-01T00:00:00Z");

    private TestServices() {}

    /** The header by which the service {@code orders} shows its key. */
    public static String orders() {
        return "Bearer " + ORDERS_KEY;
    }

    /** The header of Basic, of what is encoded already. */
    public static String basic(String nameAndKey) {
        return "Basic " + Base64.getEncoder().encodeToString(nameAndKey.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
