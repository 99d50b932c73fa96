package dev.latchkey.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.token.InvalidTokenException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the claims of a token; one that is missing or of the wrong type or form makes the token invalid. */
record Claims(JsonNode payload) {
    /** The last second of the year 9999: what every reader of dates can still print. */
    private static final long LATEST = 253_402_300_799L;

    String text(String name) throws InvalidTokenException {
        JsonNode claim = payload.get(name);
        if (claim == null || !claim.isTextual()) {
            throw new InvalidTokenException(Reason.BAD_CLAIM);
        }
        return claim.textValue();
    }

    String text(String name, Pattern form) throws InvalidTokenException {
        String text = text(name);
        if (!form.matcher(text).matches()) {
            throw new InvalidTokenException(Reason.BAD_CLAIM);
        }
        return text;
    }

    /** An id that is fit to become part of a key of the deny-list. */
    String id(String name) throws InvalidTokenException {
        String id = text(name);
        if (!TokenId.isWellFormed(id)) {
            throw new InvalidTokenException(Reason.BAD_CLAIM);
        }
        return id;
    }

    /** Whether a claim is true; it may be missing, as in tokens that are older than it. */
    boolean isTrue(String name) throws InvalidTokenException {
        JsonNode claim = payload.get(name);
        if (claim != null && !claim.isBoolean()) {
            throw new InvalidTokenException(Reason.BAD_CLAIM);
        }
        return claim != null && claim.booleanValue();
    }

    /** A text that may be missing, as in tokens that are older than it: null then. */
    String textOrNull(String name) throws InvalidTokenException {
        return payload.has(name) ? text(name) : null;
    }

    /** A list of texts; empty if the claim is missing. */
    List<String> texts(String name) throws InvalidTokenException {
        JsonNode claim = payload.get(name);
        if (claim == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : claim) {
            texts.add(element.textValue());
        }
        if (!claim.isArray() || texts.contains(null)) {
            throw new InvalidTokenException(Reason.BAD_CLAIM);
        }
        return List.copyOf(texts);
    }

    /** An object, as JSON; null if the claim is missing. */
    String object(String name) throws InvalidTokenException {
        JsonNode claim = payload.get(name);
        if (claim != null && !claim.isObject()) {
            throw new InvalidTokenException(Reason.BAD_CLAIM);
        }
        return claim == null ? null : claim.toString();
    }

    /** A NumericDate (RFC 7519 section 2) in whole seconds, as we issue them. */
    Instant time(String name) throws InvalidTokenException {
        JsonNode claim = payload.get(name);
        if (claim == null || !claim.isIntegralNumber() || !claim.canConvertToLong()) {
            throw new InvalidTokenException(Reason.BAD_CLAIM);
        }
        long seconds = claim.longValue();
        if (seconds < 0 || seconds > LATEST) {
            throw new InvalidTokenException(Reason.BAD_CLAIM);
        }
        return Instant.ofEpochSecond(seconds);
    }

    /** We issue no {@code nbf}, but honour one. */
    void checkNotBefore(Instant latest) throws InvalidTokenException {
        if (payload.has("nbf") && time("nbf").isAfter(latest)) {
            throw new InvalidTokenException(Reason.ISSUED_IN_THE_FUTURE);
        }
    }

    /** Keeps the email out of logs and messages. */
    @Override
    public String toString() {
        return "Claims[not shown]";
    }
}
