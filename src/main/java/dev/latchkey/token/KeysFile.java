package dev.latchkey.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file of private keys: a JWK Set (RFC 7517 section 5) whose keys may have {@code publishFrom}, {@code signFrom} and
 * {@code retireAt}, and may be given as {@code pem} in place of a JWK's members; or one PEM alone. Never tells what it
 * reads.
 */
public final class KeysFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int MAX_BYTES = 1024 * 1024;

    private static final String KEYS = "keys";
    private static final String PEM_BEGINS = "-----BEGIN ";

    /** RFC 7517 section 4, RFC 7518 section 6, RFC 8037 section 2, what WebCrypto adds, and {@code pem}. */
    private static final Set<String> MEMBERS = Set.of(
            "kty",
            "use",
            "key_ops",
            "alg",
            "kid",
            "x5u",
            "x5c",
            "x5t",
            "x5t#S256",
            "ext",
            "crv",
            "x",
            "y",
            "d",
            "k",
            "oth",
            "n",
            "e",
            "p",
            "q",
            "dp",
            "dq",
            "qi",
            "pem");

    private static final Set<String> TIMES = Set.of("publishFrom", "signFrom", "retireAt");

    private final Path path;

    KeysFile(String path) {
        this.path = Path.of(path);
    }

    /** @throws IllegalArgumentException with what is wrong, if it is not as it must be */
    List<ScheduledKey> read() {
        String text = text();
        List<ScheduledKey> keys = text.strip().startsWith(PEM_BEGINS) ? List.of(fromPem(text)) : fromJson(text);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("holds no key");
        }
        Set<String> ids = new HashSet<>();
        if (!keys.stream().allMatch(key -> ids.add(key.id()))) {
            throw new IllegalArgumentException("holds a key twice");
        }
        checkThatNewKeysSaySo(keys);
        return keys;
    }

    /** A replica that has just started knows nothing else of when the others began to publish a key. */
    private static void checkThatNewKeysSaySo(List<ScheduledKey> keys) {
        Set<SignatureAlgorithm> withOneOfAlways = EnumSet.noneOf(SignatureAlgorithm.class);
        for (ScheduledKey key : keys) {
            if (key.publishFrom().equals(Instant.MIN) && !withOneOfAlways.add(key.algorithm())) {
                throw new IllegalArgumentException("holds two keys of one algorithm without publishFrom");
            }
        }
    }

    /** What is wrong with a file; empty if nothing is. */
    public static Optional<String> fault(String path) {
        try {
            new KeysFile(path).read();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private String text() {
        try {
            if (!Files.isRegularFile(path)) {
                throw new IllegalArgumentException("can't be read");
            }
            if (Files.size(path) > MAX_BYTES) {
                throw new IllegalArgumentException("is larger than 1 MiB");
            }
            return Files.readString(path);
        } catch (IOException e) {
            throw new IllegalArgumentException("can't be read", e);
        }
    }

    private static ScheduledKey fromPem(String pem) {
        if (pem.indexOf(PEM_BEGINS) != pem.lastIndexOf(PEM_BEGINS)) {
            throw new IllegalArgumentException("holds more than one PEM: of several keys make a JWK Set");
        }
        return scheduled(MAPPER.createObjectNode().put("pem", pem));
    }

    private static List<ScheduledKey> fromJson(String json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            List<ScheduledKey> keys = new ArrayList<>();
            Iterable<JsonNode> entries = root.path(KEYS).isArray() ? root.get(KEYS) : List.of(root);
            entries.forEach(entry -> keys.add(scheduled(entry)));
            return keys;
        } catch (JsonProcessingException e) {
            // Without the cause, whose text quotes the file.
            throw new IllegalArgumentException("is neither JSON nor PEM");
        }
    }

    private static ScheduledKey scheduled(JsonNode entry) {
        checkMembers(entry);
        KeyPairs.Pair pair = KeyPairs.parse(entry, TIMES);
        Instant publishFrom = time(entry, "publishFrom", Instant.MIN);
        Instant signFrom = time(entry, "signFrom", publishFrom);
        Instant retireAt = time(entry, "retireAt", Instant.MAX);
        if (signFrom.isBefore(publishFrom) || !retireAt.isAfter(signFrom)) {
            throw new IllegalArgumentException("holds a key whose publishFrom, signFrom and retireAt are out of order");
        }
        return new ScheduledKey(
                TokenKey.pair(pair.algorithm(), pair.jwk()), pair.jwk(), publishFrom, signFrom, retireAt);
    }

    /** A time with a wrong name would never come. */
    private static void checkMembers(JsonNode entry) {
        Iterable<String> names = entry::fieldNames;
        for (String name : names) {
            if (!MEMBERS.contains(name) && !TIMES.contains(name)) {
                throw new IllegalArgumentException(
                        "holds a member that is neither a JWK's nor publishFrom, signFrom, retireAt or pem");
            }
        }
    }

    private static Instant time(JsonNode entry, String name, Instant otherwise) {
        if (!entry.has(name)) {
            return otherwise;
        }
        try {
            return Instant.parse(entry.get(name).asText());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("holds a " + name + " that is no time such as 2027-01-31T00:00:00Z");
        }
    }
}
