package dev.latchkey.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.token.TestKeys;
import dev.latchkey.token.TestTokens;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Tokens that try to pass for those of a key pair, whose public key everybody has. */
final class KeyPairAttacks {
    private final AccessAlgorithm algorithm;
    private final AccessAlgorithm otherAlgorithm;
    private final PrivateKey ours;
    private final PrivateKey foreign;
    private final PrivateKey foreignOfTheOther;
    private final String kid;
    private final List<Forgery> forgeries = new ArrayList<>();

    private KeyPairAttacks(AccessAlgorithm algorithm, PrivateKey ours) {
        this.algorithm = algorithm;
        this.otherAlgorithm = algorithm == AccessAlgorithm.EdDSA ? AccessAlgorithm.RS256 : AccessAlgorithm.EdDSA;
        this.ours = ours;
        this.foreign = TestKeys.generate(algorithm);
        this.foreignOfTheOther = TestKeys.generate(otherAlgorithm);
        this.kid = TestKeys.kid(ours);
    }

    /**
     * To an installation with this key pair.
     *
     * @param trap an address at which nobody must ever look for a key
     */
    static Stream<Attack> of(SignedInUser user, String trap, AccessAlgorithm algorithm, PrivateKey key) {
        KeyPairAttacks attacks = new KeyPairAttacks(algorithm, key);
        attacks.algorithms();
        attacks.publicKeyAsSecret();
        attacks.keyIds();
        attacks.keysFromTheToken(trap);
        return Stream.concat(attacks.accessTokens(user), attacks.refreshTokens(user));
    }

    /** Not at the logout, where the good refresh token beside it is looked up in Redis first. */
    private Stream<Attack> accessTokens(SignedInUser user) {
        TestTokens good = Place.DETAILS.forgery(user).signedByKeyPair(algorithm, ours);
        return forgeries.stream()
                .flatMap(forgery -> Stream.of(forgery.at(Place.DETAILS, user, good), forgery.introspected(good)));
    }

    /** They are HMACs by their own secret, whatever signs access tokens. */
    private Stream<Attack> refreshTokens(SignedInUser user) {
        List<Forgery> ofRefreshTokens = new ArrayList<>();
        ofRefreshTokens.add(Forgery.ofToken("signed with the key pair", t -> t));
        secrets()
                .forEach((name, secret) -> ofRefreshTokens.add(Forgery.ofToken(
                        "HMAC under " + name,
                        t -> t.header("alg", "HS256").withoutHeader("kid").signedWith(secret))));
        return ofRefreshTokens.stream()
                .map(forgery -> forgery.at(
                        Place.REFRESH, user, Place.REFRESH.forgery(user).signedByKeyPair(algorithm, ours)));
    }

    private void algorithms() {
        for (String alg :
                List.of("none", "HS256", "HS512", "RS512", "PS256", "ES256", "Ed448", otherAlgorithm.name())) {
            forged("alg swapped for " + alg, t -> t.header("alg", alg));
        }
        forged("alg swapped for the other one, with a key of it", t -> t.header("alg", otherAlgorithm.name())
                .signedWith(foreignOfTheOther, otherAlgorithm));
        forged(
                "a key of the other algorithm under its own kid",
                t -> t.signedByKeyPair(otherAlgorithm, foreignOfTheOther));
    }

    /** CVE-2015-9235. */
    private void publicKeyAsSecret() {
        secrets().forEach((name, secret) -> {
            forged("HS256 under " + name, t -> t.header("alg", "HS256").signedWith(secret));
            forged(
                    "HS256 under " + name + ", kid missing",
                    t -> t.header("alg", "HS256").withoutHeader("kid").signedWith(secret));
            forged(algorithm + " by name, HMAC under " + name, t -> t.signedWith(secret));
        });
    }

    /** What could be taken for the secret of an HMAC: the public key in each of its forms, and the secret of before. */
    private Map<String, byte[]> secrets() {
        PublicKey key = TestKeys.publicKey(ours);
        byte[] der = key.getEncoded();
        String base64 = Base64.getEncoder().encodeToString(der);
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + base64.replaceAll("(.{64})", "$1\n").strip() + "\n-----END PUBLIC KEY-----\n";
        Map<String, Object> jwk = TestKeys.publicJwk(ours);
        String raw = (String) jwk.get(algorithm == AccessAlgorithm.EdDSA ? "x" : "n");
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        secrets.put("the public key's PEM", pem.getBytes(US_ASCII));
        secrets.put(
                "the public key's PEM without its last line end", pem.strip().getBytes(US_ASCII));
        secrets.put("the public key's DER", der);
        secrets.put("the public key's base64", base64.getBytes(US_ASCII));
        secrets.put("the raw public key", Base64.getUrlDecoder().decode(raw));
        secrets.put("the raw public key in base64url", raw.getBytes(US_ASCII));
        secrets.put("the public JWK", RawRequest.written(jwk).getBytes(US_ASCII));
        secrets.put(
                "the published JWKS",
                RawRequest.written(Map.of("keys", List.of(jwk))).getBytes(US_ASCII));
        secrets.put("the kid", kid.getBytes(US_ASCII));
        secrets.put("JWT_ACCESS_KEY", TestTokens.ACCESS_KEY.getBytes(US_ASCII));
        return secrets;
    }

    private void keyIds() {
        forged("kid of a foreign key, which has signed", t -> t.signedByKeyPair(algorithm, foreign));
        forged("kid of a foreign key, ours has signed", t -> t.header("kid", TestKeys.kid(foreign)));
        forged("our kid, a foreign key has signed", t -> t.signedWith(foreign, algorithm));
        forged("kid missing", t -> t.withoutHeader("kid"));
        forged("kid missing, a foreign key has signed", t -> t.withoutHeader("kid")
                .signedWith(foreign, algorithm));
        forged("kid twice", t -> t.rawHeader(h -> h.replaceFirst("\\{", "{\"kid\":\"" + kid + "\",")));
        for (Object unknown : Arrays.asList(
                "",
                null,
                1,
                true,
                List.of(kid),
                Map.of("$ne", ""),
                "unknown",
                kid + " ",
                kid + "\0",
                kid.toUpperCase(Locale.ROOT),
                "../../../../dev/null",
                "' OR 1=1 --",
                "a".repeat(5000))) {
            forged("kid " + abbreviated(unknown), t -> t.header("kid", unknown));
        }
    }

    private static String abbreviated(Object value) {
        String json = RawRequest.written(value);
        return json.length() > 60 ? json.substring(0, 60) + "..." : json;
    }

    private void keysFromTheToken(String trap) {
        Map<String, Object> jwk = TestKeys.publicJwk(foreign);
        Object x5c = List.of(
                Base64.getEncoder().encodeToString(TestKeys.publicKey(foreign).getEncoded()));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("jwk", jwk);
        members.put("jwks", Map.of("keys", List.of(jwk)));
        members.put("jku", trap);
        members.put("x5u", trap);
        members.put("x5c", x5c);
        members.put("x5t", TestKeys.kid(foreign));
        members.forEach((name, value) -> {
            forged(name + " of a foreign key, under our kid", t -> t.header(name, value)
                    .signedWith(foreign, algorithm));
            forged(name + " of a foreign key, under its kid", t -> t.header(name, value)
                    .signedByKeyPair(algorithm, foreign));
            forged(
                    name + " of a foreign key, kid missing",
                    t -> t.header(name, value).withoutHeader("kid").signedWith(foreign, algorithm));
        });
    }

    private void forged(String name, UnaryOperator<TestTokens> change) {
        forgeries.add(Forgery.ofToken(name, change));
    }
}
