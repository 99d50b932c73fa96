package dev.latchkey.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceKeysTest {
    private static final String A = "aa".repeat(32);
    private static final String B = "0b".repeat(32);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "name=orders",
                "sha256=%s",
                "name=orders sha256=",
                "name= sha256=%s",
                "name=-orders sha256=%s",
                "name=or/ders sha256=%s",
                "name=orders\u00e4 sha256=%s",
                "name=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa sha256=%s",
                "name=orders name=orders sha256=%s",
                "name=orders sha256=%s0",
                "name=orders sha256=AA%s",
                "name=orders sha256=secret",
                "name=orders sha256=%s scope=users:write",
                "name=orders sha256=%s scopes=",
                "name=orders sha256=%s scopes=users:read",
                "name=orders sha256=%s scopes=users:write,",
                "name=orders sha256=%s scopes=users:write,users:write",
                "name=orders sha256=%s expires=",
                "name=orders sha256=%s expires=2027-12-31",
                "name=orders sha256=%s expires=never",
                "name=orders, sha256=%s",
                "name=orders sha256=%s; name=billing sha256=%s"
            })
    void areRefusedIfTheyAreNoListOfKeys(String setting) {
        String text = setting.replace("%s", A);
        assertThrows(IllegalArgumentException.class, () -> ServiceKeys.parse(text));
    }

    @Test
    void haveNoScopeAndDoNotExpireUnlessSaid() {
        assertEquals(
                List.of(new ServiceKeys.Key("orders", A, Set.of(), Instant.MAX)),
                ServiceKeys.parse("name=orders sha256=" + A).all());
    }

    @Test
    void haveScopesAndAnEndIfSaid() {
        assertEquals(
                List.of(new ServiceKeys.Key(
                        "orders", A, Set.of(ServiceKeys.USERS_WRITE), Instant.parse("2027-12-31T00:00:00Z"))),
                ServiceKeys.parse("expires=2027-12-31T00:00:00Z scopes=users:write sha256=" + A + " name=orders")
                        .all());
    }

    @Test
    void mayBeSeveralOfOneNameAndHoldBlanks() {
        assertEquals(
                2,
                ServiceKeys.parse("  name=orders   sha256=" + A + " ; name=orders sha256=" + B + ";")
                        .all()
                        .size());
    }

    @Test
    void areNoneInAnEmptyText() {
        assertEquals(ServiceKeys.NONE, ServiceKeys.parse(""));
    }
}
