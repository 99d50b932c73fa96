package dev.latchkey.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.latchkey.token.InvalidTokenException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The one form in which a token may be written, which JWT libraries don't insist on: three segments, each in canonical
 * base64url (RFC 4648 section 3.5), the header that we issue, UTF-8, and JSON without duplicate members. Checked before
 * a library sees the token; the payload is left unread until its signature has been verified.
 */
final class StrictForm {
    /** Header members that would change what the signature covers, or demand to be understood. */
    private static final List<String> REFUSED_HEADERS = List.of("crit", "b64", "zip");

    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String signingInput;
    private final String payload;
    private final byte[] signature;

    private StrictForm(String header, String payload, byte[] signature) {
        this.signingInput = header + "." + payload;
        this.payload = payload;
        this.signature = signature;
    }

    /** Checks all but the payload. */
    static StrictForm of(String token, TokenType type) throws InvalidTokenException {
        String[] segments = token.split("\\.", -1);
        if (segments.length != 3) {
            throw new InvalidTokenException(Reason.MALFORMED);
        }
        if (!segments[0].equals(type.header())) {
            checkHeader(object(segments[0]), type);
        }
        return new StrictForm(segments[0], segments[1], bytes(segments[2], Reason.BAD_SIGNATURE));
    }

    /** What the signature covers (RFC 7515 section 5.2). */
    byte[] signingInput() {
        return signingInput.getBytes(StandardCharsets.US_ASCII);
    }

    byte[] signature() {
        return signature;
    }

    /** The payload, a JSON object; for when the signature has been verified. */
    JsonNode claims() throws InvalidTokenException {
        return object(payload);
    }

    private static void checkHeader(JsonNode header, TokenType type) throws InvalidTokenException {
        boolean ours = isText(header.get("alg"), TokenType.ALGORITHM) && isText(header.get("typ"), type.headerType());
        if (!ours || REFUSED_HEADERS.stream().anyMatch(header::has)) {
            throw new InvalidTokenException(Reason.WRONG_HEADER);
        }
    }

    private static boolean isText(JsonNode node, String text) {
        return node != null && node.isTextual() && node.textValue().equals(text);
    }

    private static JsonNode object(String segment) throws InvalidTokenException {
        try {
            JsonNode node = MAPPER.readTree(utf8(bytes(segment, Reason.MALFORMED)));
            if (!node.isObject()) {
                throw new InvalidTokenException(Reason.MALFORMED);
            }
            return node;
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw new InvalidTokenException(Reason.MALFORMED);
        }
    }

    /** Java's decoder overlooks padding and set bits past the last byte; encoding again tells. */
    private static byte[] bytes(String segment, Reason fault) throws InvalidTokenException {
        try {
            byte[] bytes = DECODER.decode(segment);
            if (ENCODER.encodeToString(bytes).equals(segment)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Told below, like the other encodings that are not canonical.
        }
        throw new InvalidTokenException(fault);
    }

    /** Given bytes, the JSON parser would guess an encoding and take UTF-16 as well. */
    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
