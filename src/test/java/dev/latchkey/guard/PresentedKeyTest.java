package dev.latchkey.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresentedKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"Bearer k.1~", "bearer k.1~", "BEARER   k.1~", " Bearer k.1~ "})
    void isReadFromBearer(String header) {
        assertEquals(Optional.of(new PresentedKey(Optional.empty(), "k.1~")), PresentedKey.parse(header));
    }

    @ParameterizedTest
    @CsvSource({
        "orders:key, orders, key",
        "or%64ers:k%65y, orders, key",
        "orders:a+b, orders, a b",
        "orders:a%2Bb%3A, orders, a+b:",
        "%C3%A4:%E2%82%AC, \u00e4, \u20ac",
        "\u00e4:\u20ac, \u00e4, \u20ac",
        ":key, '', key",
        "orders:, orders, ''"
    })
    void isReadFromBasicAsAForm(String credentials, String name, String key) {
        assertEquals(
                Optional.of(new PresentedKey(Optional.of(name), key)),
                PresentedKey.parse(basic(credentials, StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "key",
                "Bearer",
                "Bearer ",
                "Basic",
                "Bearer a b",
                "Bearer a, Basic b",
                "Basic b3JkZXJzOmtleQ==, Bearer a",
                "Bearera",
                "Digest a",
                "Basic !!!!",
                "Basic b3JkZXJzOmtleQ==x",
                "Basic b3JkZXJz_mtleQ",
                "Basic b3JkZXJz"
            })
    void isMissingInAHeaderOfAnotherForm(String header) {
        assertEquals(Optional.empty(), PresentedKey.parse(header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders:%", "orders:%4", "orders:%zz", "%:key", "orders:a:b"})
    void isMissingIfItIsNoForm(String credentials) {
        assertEquals(Optional.empty(), PresentedKey.parse(basic(credentials, StandardCharsets.UTF_8)));
    }

    @Test
    void isNotReadFromAnotherEncodingAsTheSame() {
        assertFalse(PresentedKey.parse(basic("orders:k\u00e4y", StandardCharsets.ISO_8859_1))
                .map(PresentedKey::key)
                .filter("k\u00e4y"::equals)
                .isPresent());
    }

    @Test
    void isNotShown() {
        assertFalse(PresentedKey.parse("Bearer secret").toString().contains("secret"));
    }

    private static String basic(String credentials, Charset charset) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(charset));
    }
}
