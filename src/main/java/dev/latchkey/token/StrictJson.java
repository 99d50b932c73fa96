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

/** Decodes a segment of a token into a JSON object, in the one way in which it may be written. */
final class StrictJson {
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    static JsonNode decode(String segment) throws InvalidTokenException {
        try {
            JsonNode node = MAPPER.readTree(utf8(base64(segment)));
            if (!node.isObject()) {
                throw new InvalidTokenException(Reason.MALFORMED);
            }
            return node;
        } catch (IllegalArgumentException | CharacterCodingException | JsonProcessingException e) {
            throw new InvalidTokenException(Reason.MALFORMED);
        }
    }

    /**
     * Java's decoder overlooks padding and set bits past the last byte (RFC 4648 section 3.5); encoding again tells.
     */
    private static byte[] base64(String segment) {
        byte[] bytes = DECODER.decode(segment);
        if (!ENCODER.encodeToString(bytes).equals(segment)) {
            throw new IllegalArgumentException("not canonical");
        }
        return bytes;
    }

    /** Given bytes, the JSON parser would guess an encoding and take UTF-16 as well. */
    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
