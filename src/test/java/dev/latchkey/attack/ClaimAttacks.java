package dev.latchkey.attack;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import dev.latchkey.token.TokenType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Tokens with our signature, whose claims we would not have written: what an attacker with a foothold might get signed.
 */
final class ClaimAttacks {
    private static final String INVALID = "invalid_token";
    private static final String EXPIRED = "expired_token";

    private final SignedInUser user;
    private final Place place;
    private final Stream.Builder<Attack> rows = Stream.builder();

    private ClaimAttacks(SignedInUser user, Place place) {
        this.user = user;
        this.place = place;
    }

    static Stream<Attack> of(SignedInUser user) {
        return Stream.of(Place.values()).flatMap(place -> new ClaimAttacks(user, place).rows());
    }

    private Stream<Attack> rows() {
        payloads();
        times();
        ids();
        texts();
        String swapped = place.tokenOfTheOtherKind(user);
        rows.add(Attack.row(place.label + ": token of the other kind", place.withToken(user, swapped), 403, INVALID));
        return rows.build();
    }

    private void payloads() {
        for (String payload : List.of("[]", "[{}]", "null", "true", "1", "\"text\"", "", "{}", "{", "{'sub':'x'}")) {
            add("payload " + payload, t -> t.rawPayload(payload));
        }
        add("payload with text after it", t -> t.rawPayload(p -> p + "x"));
        add("payload twice", t -> t.rawPayload(p -> p + p));
        add("payload in UTF-16", t -> t.rawPayload("{}".getBytes(StandardCharsets.UTF_16)));
        add("payload no UTF-8", t -> t.rawPayload(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'}));
        add("payload 2,500 deep", t -> t.rawClaim("x", "[".repeat(2500) + "]".repeat(2500)));
        add("sub twice", t -> t.rawPayload(p -> p.replace("}", ",\"sub\":\"" + TestTokens.SUBJECT + "\"}")));
        add("exp twice", t -> t.rawPayload(p -> p.replace("}", ",\"exp\":9999999999}")));
    }

    private void times() {
        Instant now = Instant.now();
        for (String time : List.of("exp", "iat")) {
            add(time + " missing", t -> t.without(time));
            for (String value : List.of(
                    "null",
                    "\"9999999999\"",
                    "NaN",
                    "Infinity",
                    "1e400",
                    "-1",
                    "99999999999999999999",
                    "253402300800",
                    "1.5e9",
                    "true",
                    "[]",
                    "{\"$gt\":0}")) {
                add(time + " " + value, t -> t.rawClaim(time, value));
            }
        }
        add("exp past", t -> t.expiresAt(now.minusSeconds(1)), EXPIRED);
        add("exp 0", t -> t.rawClaim("exp", "0"), EXPIRED);
        add("iat in the future", t -> t.issuedAt(now.plusSeconds(3600)));
        add("nbf in the future", t -> t.claim("nbf", now.plusSeconds(3600).getEpochSecond()));
        add("nbf text", t -> t.claim("nbf", "0"));
        add("nbf 1e400", t -> t.rawClaim("nbf", "1e400"));
    }

    private void ids() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("null", null);
        values.put("empty", "");
        values.put("an object", Map.of());
        values.put("an operator", Map.of("$gt", ""));
        values.put("an array", List.of("a"));
        values.put("a number", 1);
        values.put("10 KB", "a".repeat(10_000));
        values.put("not an id", "../../x");
        values.put("a pattern of keys", "denylist:{00}:*");
        values.put("with a NUL", "0123456789abcdef0123456\0");
        values.put("with a line end", "0123456789abcdef01234567\n");
        for (String id : List.of("jti", "sid", "sub")) {
            add(id + " missing", t -> t.without(id));
            values.forEach((name, value) -> add(id + " " + name, t -> t.claim(id, value)));
        }
        add("sub in capitals", t -> t.claim("sub", "0123456789ABCDEF01234567"));
    }

    private void texts() {
        add("iss missing", t -> t.without("iss"));
        for (Object iss : List.of("", "other", "Latchkey", "latchkey ", List.of("latchkey"), Map.of("$ne", ""))) {
            add("iss " + iss, t -> t.claim("iss", iss));
        }
        if (place.type == TokenType.ACCESS) {
            for (String text : List.of("email", "name")) {
                add(text + " missing", t -> t.without(text));
                add(text + " null", t -> t.claim(text, null));
                add(text + " an operator", t -> t.claim(text, Map.of("$gt", "")));
            }
        }
    }

    private void add(String name, UnaryOperator<TestTokens> change) {
        add(name, change, INVALID);
    }

    private void add(String name, UnaryOperator<TestTokens> change, String code) {
        String token = change.apply(place.forgery(user)).compact();
        rows.add(Attack.row(place.label + ": " + name, place.withToken(user, token), 403, code));
    }
}
