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
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String header;
    private final String payload;
    private final String signature;

    private StrictForm(String header, String payload, String signature) {
        this.header = header;
        this.payload = payload;
        this.signature = signature;
    }

    /** Splits a token; what its segments hold is looked at when it is asked for. */
    static StrictForm of(String token) throws InvalidTokenException {
        String[] segments = token.split("\\.", -1);
        if (segments.length != 3) {
            throw new InvalidTokenException(Reason.MALFORMED);
        }
        return new StrictForm(segments[0], segments[1], segments[2]);
    }

    /** Of these keys, those whose tokens have this header. */
    List<TokenKey> named(List<TokenKey> keys) throws InvalidTokenException {
        List<TokenKey> atSight =
                keys.stream().filter(key -> key.encodedHeader().equals(header)).toList();
        if (!atSight.isEmpty()) {
            return atSight;
        }
        JsonNode parsed = object(header);
        List<TokenKey> named =
                keys.stream().filter(key -> key.header().isSameAs(parsed)).toList();
        if (named.isEmpty()) {
            throw new InvalidTokenException(Reason.WRONG_HEADER);
        }
        return named;
    }

    /** What the signature covers (RFC 7515 section 5.2). */
    byte[] signingInput() {
        return (header + "." + payload).getBytes(StandardCharsets.US_ASCII);
    }

    byte[] signature() throws InvalidTokenException {
        return bytes(signature, Reason.BAD_SIGNATURE);
    }

    /** The payload, a JSON object; for when the signature has been verified. */
    JsonNode claims() throws InvalidTokenException {
        return object(payload);
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
