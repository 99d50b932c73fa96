package dev.latchkey.attack;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.token.TestTokens;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Tokens whose header, signature or form is not ours. */
final class TokenAttacks {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final KeyPair RSA = newRsaKey();
    private static final String RSA_PUBLIC =
            Base64.getEncoder().encodeToString(RSA.getPublic().getEncoded());

    private final List<Forgery> forgeries = new ArrayList<>();
    private final String rightAlgorithm;

    private TokenAttacks(String rightAlgorithm) {
        this.rightAlgorithm = rightAlgorithm;
    }

    /** @param trap an address at which nobody must ever look for a key */
    static Stream<Attack> of(SignedInUser user, String trap) {
        List<Forgery> forgeries = all("HS256", trap);
        return Stream.concat(
                Stream.of(Place.values()).flatMap(place -> forgeries.stream()
                        .map(forgery -> forgery.at(place, user, place.forgery(user)))),
                forgeries.stream().map(forgery -> forgery.introspected(Place.DETAILS.forgery(user))));
    }

    /** The same with the access tokens of an installation that signs them with a key pair. */
    static Stream<Attack> of(SignedInUser user, String trap, AccessAlgorithm algorithm, PrivateKey key) {
        TestTokens good = Place.DETAILS.forgery(user).signedByKeyPair(algorithm, key);
        return all(algorithm.name(), trap).stream().map(forgery -> forgery.at(Place.DETAILS, user, good));
    }

    private static List<Forgery> all(String rightAlgorithm, String trap) {
        TokenAttacks attacks = new TokenAttacks(rightAlgorithm);
        attacks.algorithms();
        attacks.signatures();
        attacks.keysFromTheToken(trap);
        attacks.headerMembers();
        attacks.forms();
        return attacks.forgeries;
    }

    private void algorithms() {
        for (String none : List.of("none", "None", "NONE", "nOnE")) {
            forged("alg " + none + ", unsigned", t -> t.header("alg", none).signatureSegment(s -> ""));
            forged("alg " + none + ", signed", t -> t.header("alg", none));
        }
        forged("alg missing", t -> t.withoutHeader("alg"));
        forged("alg null", t -> t.header("alg", null));
        forged("alg an array", t -> t.header("alg", List.of("HS256")));
        Stream.of("hs256", "HS256 ", "HS256", "", "RS256", "PS256", "ES256", "EdDSA", "Ed25519", "HS1", "dir", "A128KW")
                .filter(alg -> !alg.equals(rightAlgorithm))
                .forEach(alg -> forged("alg '" + alg + "', signed as " + rightAlgorithm, t -> t.header("alg", alg)));
        forged("HS512 with the right secret", t -> t.header("alg", "HS512").algorithm("HmacSHA512"));
        forged("HS384 with the right secret", t -> t.header("alg", "HS384").algorithm("HmacSHA384"));
        forged("HS256 by name, HS512 by signature", t -> t.algorithm("HmacSHA512"));
        forged("HS1 with the right secret", t -> t.header("alg", "HS1").algorithm("HmacSHA1"));
    }

    private void signatures() {
        forged("key empty", t -> t.signedWith(""));
        for (String key :
                List.of("secret", "password", "changeme", "key", "your-256-bit-secret", "jwt_secret", "null")) {
            forged("key '" + key + "'", t -> t.signedWith(key));
        }
        forged("key with a space after it", t -> t.signedWith(TestTokens.ACCESS_KEY + " "));
        forged("key is an RSA public key", t -> t.signedWith(RSA_PUBLIC));
        forged("ES256 with a signature of zeros", t -> t.header("alg", "ES256").signatureSegment(s -> "A".repeat(86)));
        forged("RS256 signed with RSA", t -> t.header("alg", "RS256").signedWith(RSA.getPrivate(), "SHA256withRSA"));
        forged("HS256 by name, RSA by signature", t -> t.signedWith(RSA.getPrivate(), "SHA256withRSA"));
        forged("signature missing", t -> t.signatureSegment(s -> ""));
        forged("signature of zeros", t -> t.signatureSegment(s -> "A".repeat(s.length())));
        forged("signature cut to 16 bytes", t -> t.signatureSegment(s -> s.substring(0, 22)));
        forged("signature with one more byte", t -> t.signatureSegment(s -> s + "AA"));
        forged(
                "signature from its end",
                t -> t.signatureSegment(s -> new StringBuilder(s).reverse().toString()));
        forged("signature in hexadecimal", t -> t.signatureSegment(s -> "a1".repeat(32)));
    }

    private void keysFromTheToken(String trap) {
        Map<String, String> oct =
                Map.of("kty", "oct", "k", BASE64.encodeToString("attacker".getBytes(StandardCharsets.US_ASCII)));
        forged("jwk, a secret", t -> t.header("jwk", oct).signedWith("attacker"));
        forged("jwk, RSA", t -> t.header("alg", "RS256")
                .header("jwk", Map.of("kty", "RSA", "n", RSA_PUBLIC, "e", "AQAB"))
                .signedWith(RSA.getPrivate(), "SHA256withRSA"));
        forged("jku", t -> t.header("jku", trap).signedWith("attacker"));
        forged(
                "jku, RS256",
                t -> t.header("alg", "RS256").header("jku", trap).signedWith(RSA.getPrivate(), "SHA256withRSA"));
        forged("x5u", t -> t.header("x5u", trap).signedWith("attacker"));
        forged(
                "x5u, RS256",
                t -> t.header("alg", "RS256").header("x5u", trap).signedWith(RSA.getPrivate(), "SHA256withRSA"));
        forged("x5c", t -> t.header("alg", "RS256")
                .header("x5c", List.of(RSA_PUBLIC))
                .signedWith(RSA.getPrivate(), "SHA256withRSA"));
        forged("kid, a path to an empty file", t -> t.header("kid", "../../../../../dev/null")
                .signedWith(""));
        forged("kid, a path with a NUL", t -> t.header("kid", "/dev/null\0.pem").signedWith(""));
        forged("kid, SQL", t -> t.header("kid", "x' UNION SELECT 'attacker' --").signedWith("attacker"));
        forged("kid, shell", t -> t.header("kid", "x;sleep 9;$(sleep 9)`sleep 9`|sleep 9")
                .signedWith("attacker"));
        forged("kid, an address", t -> t.header("kid", trap).signedWith("attacker"));
        forged("kid, an object", t -> t.header("kid", Map.of("$gt", "")).signedWith("attacker"));
    }

    private void headerMembers() {
        forged("crit, unknown", t -> t.header("crit", List.of("x-unknown")).header("x-unknown", true));
        forged("crit, known", t -> t.header("crit", List.of("exp")).header("exp", 1));
        forged("crit, empty", t -> t.header("crit", List.of()));
        forged("b64 false", t -> t.header("b64", false));
        forged("b64 false, critical", t -> t.header("b64", false).header("crit", List.of("b64")));
        forged("zip", t -> t.header("zip", "DEF"));
        forged("typ missing", t -> t.withoutHeader("typ"));
        forged("typ JWT", t -> t.header("typ", "JWT"));
        forged("typ in capitals", t -> t.header("typ", "AT+JWT"));
        forged("typ with its prefix", t -> t.header("typ", "application/at+jwt"));
        forged("typ an array", t -> t.header("typ", List.of("at+jwt", "rt+jwt")));
        forged("alg twice, none first", t -> t.rawHeader(h -> h.replace("{", "{\"alg\":\"none\",")));
        forged("alg twice, none last", t -> t.rawHeader(h -> h.replace("}", ",\"alg\":\"none\"}")));
        forged("typ twice", t -> t.rawHeader(h -> h.replace("}", ",\"typ\":\"at+jwt\"}")));
        forged("header an array", t -> t.rawHeader("[]"));
        forged("header null", t -> t.rawHeader("null"));
        forged("header empty", t -> t.rawHeader(""));
        forged("header with text after it", t -> t.rawHeader(h -> h + "{}"));
    }

    private void forms() {
        text("no dots", t -> t.replace(".", ""));
        text("2 segments", t -> t.substring(0, t.lastIndexOf('.')));
        text("4 segments", t -> t + ".AAAA");
        text(
                "5 segments, as JWE",
                t -> "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA");
        text("only dots", t -> "..");
        text("dot after it", t -> t + ".");
        text("cut by a character", t -> t.substring(0, t.length() - 1));
        text("first character missing", t -> t.substring(1));
        text("JSON serialisation", TokenAttacks::asJson);
        text("in quotes", t -> '"' + t + '"');
        text("signature padded", t -> t + "=");
        text("unused bits of the signature set", TokenAttacks::withUnusedBits);
        text("space inside", t -> t.replaceFirst("\\.", ". "));
        text("tab inside", t -> t.replaceFirst("\\.", ".\t"));
        text("percent-encoded", t -> t.replace(".", "%2E"));
        text("full-width dots", t -> t.replace(".", "\u00ef\u00bc\u008e"));
        text("8-bit characters", t -> t + "\u00ff");
        forged("payload padded", t -> t.payloadSegment(s -> s + "=".repeat((4 - s.length() % 4) % 4) + "="));
        forged("header with a line end", t -> t.headerSegment(s -> s + "%0A"));
        forged("payload in the other base64", t -> t.claim("x", "\u00fb\u00ff???>>>")
                .payloadSegment(s -> s.replace('-', '+').replace('_', '/') + "/+"));
    }

    private static String asJson(String token) {
        String[] part = token.split("\\.");
        return RawRequest.written(Map.of("protected", part[0], "payload", part[1], "signature", part[2]));
    }

    /** Of 32 bytes the last of 43 characters has 2 bits over, of 64 and 256 the last one has 4. */
    private static String withUnusedBits(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last + 1);
    }

    private void forged(String name, UnaryOperator<TestTokens> change) {
        forgeries.add(Forgery.ofToken(name, change));
    }

    private void text(String name, UnaryOperator<String> change) {
        forgeries.add(Forgery.ofText(name, change));
    }

    private static KeyPair newRsaKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
