package dev.latchkey.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The JOSE header of a token (RFC 7515 section 4), which {@link TokenIssuer} gives to the builder and {@link StrictForm}
 * demands.
 *
 * @param keyId {@code kid}; null for a key that is not published
 */
record JoseHeader(String type, SignatureAlgorithm algorithm, String keyId) {
    /** Members that would change what the signature covers, or demand to be understood. */
    private static final List<String> REFUSED = List.of("crit", "b64", "zip");

    /** As the builder writes it: a token of ours is known by it without parsing. */
    String encoded() {
        String kid = keyId == null ? "" : "\"kid\":\"" + keyId + "\",";
        String json = "{" + kid + "\"typ\":\"" + type + "\",\"alg\":\"" + algorithm.getAlgorithm() + "\"}";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether a header that is written otherwise says the same, and nothing beside it that matters. */
    boolean isSameAs(JsonNode header) {
        return isText(header.get("alg"), algorithm.getAlgorithm())
                && isText(header.get("typ"), type)
                && (keyId == null || isText(header.get("kid"), keyId))
                && REFUSED.stream().noneMatch(header::has);
    }

    private static boolean isText(JsonNode node, String text) {
        return node != null && node.isTextual() && node.textValue().equals(text);
    }
}
