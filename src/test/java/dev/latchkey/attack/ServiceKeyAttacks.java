package dev.latchkey.attack;

import dev.latchkey.TestServices;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Headers that show no key of a service, each with its name. */
final class ServiceKeyAttacks {
    private static final String KEY = TestServices.ADMIN_KEY;

    private ServiceKeyAttacks() {}

    static String authorization(String value) {
        return "Authorization: " + value + "\r\n";
    }

    /** @param token of a user, which is no key */
    static Map<String, String> headers(String token) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("key blank", "");
        values.put("Bearer without a key", "Bearer");
        values.put("Basic without a key", "Basic");
        values.put("Basic of a colon", TestServices.basic(":"));
        values.put("key without a scheme", KEY);
        values.put("key with another scheme", "Digest " + KEY);
        values.put("key with a letter more", "Bearer " + KEY + "x");
        values.put("key with a letter less", "Bearer " + KEY.substring(1));
        values.put("key in capitals", "Bearer " + KEY.toUpperCase(Locale.ROOT));
        values.put("key in quotes", "Bearer \"" + KEY + "\"");
        values.put("key percent-encoded", "Bearer " + KEY.replace("-", "%2D"));
        values.put(
                "key in base64", "Bearer " + Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8)));
        values.put("key and another word", "Bearer " + KEY + " x");
        values.put("Bearer twice", "Bearer Bearer " + KEY);
        values.put("key and name as Bearer", "Bearer admin:" + KEY);
        values.put("two keys with a comma", "Bearer " + KEY + ", Bearer " + KEY);
        values.put(
                "hash of a key", "Bearer " + TestServices.SETTING.replaceAll("(?s).*name=admin sha256=(\\w+).*", "$1"));
        values.put("expired key", "Bearer " + TestServices.EXPIRED_KEY);
        values.put("expired key as Basic", TestServices.basic("expired:" + TestServices.EXPIRED_KEY));
        values.put("access token of a user", "Bearer " + token);
        values.put("key of another name", TestServices.basic("orders:" + KEY));
        values.put("key of a name in capitals", TestServices.basic("ADMIN:" + KEY));
        values.put("key of no name", TestServices.basic(":" + KEY));
        values.put("key of a name with a NUL", TestServices.basic("admin%00:" + KEY));
        values.put("name without a key", TestServices.basic("admin:"));
        values.put("name alone", TestServices.basic("admin"));
        values.put("key with a part more", TestServices.basic("admin:" + KEY + ":x"));
        values.put("Basic not in base64", "Basic admin:" + KEY);
        values.put("Basic in base64 twice", TestServices.basic(TestServices.basic("admin:" + KEY)));
        values.put("Basic with a bad escape", TestServices.basic("admin:" + KEY + "%zz"));
        values.put("Basic with half an escape", TestServices.basic("admin:" + KEY + "%2"));
        values.put("an operator", "Bearer {\"$ne\":\"\"}");
        values.put("a pattern", "Bearer .*");
        values.put("SQL", TestServices.basic("admin:' OR '1'='1"));
        values.put("8 KB", "Bearer " + "a".repeat(8_000));
        Map<String, String> headers = new LinkedHashMap<>();
        values.forEach((name, value) -> headers.put(name, authorization(value)));
        headers.put("two headers", authorization("Bearer " + KEY).repeat(2));
        headers.put("two headers, one blank", authorization("Bearer " + KEY) + authorization(""));
        return headers;
    }
}
