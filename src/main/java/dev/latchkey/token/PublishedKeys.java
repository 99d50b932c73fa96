package dev.latchkey.token;

import dev.latchkey.settings.Settings;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;

/**
 * The key pairs for access tokens that others verify by themselves ({@code JWT_KEYS_FILE}). A key signs only once every
 * verifier knows it that keeps the published ones for {@link #MAX_AGE}: so none ever sees an unknown {@code kid}.
 */
@Singleton
public final class PublishedKeys {
    /** For how long others may keep the published keys. */
    public static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final SignatureAlgorithm algorithm;
    private final Optional<KeysFile> file;
    private final Clock clock;
    private volatile List<ScheduledKey> keys;
    private volatile String faultOfFile;
    private volatile Jwks jwks = Jwks.of(List.of());

    /** @throws IllegalArgumentException if the file is not as it must be */
    @Inject
    public PublishedKeys(Settings.AccessKeys config, Clock clock) {
        this.algorithm = SignatureAlgorithm.fromAlgorithm(config.algorithm().name());
        this.file = config.file().filter(path -> !path.isBlank()).map(KeysFile::new);
        this.clock = clock;
        this.keys = file.map(KeysFile::read).orElse(List.of());
    }

    SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** Whether there is a file to be read again. */
    public boolean isFromAFile() {
        return file.isPresent();
    }

    /**
     * Reads the file again. What was not published before is published from now on at the earliest, whatever it says. One
     * that can't be used changes nothing, and one that leaves nothing that may sign does not end the key that signs: see
     * {@link #fault}.
     */
    public void readAgain() {
        try {
            List<ScheduledKey> read = notPublishedBefore(file.orElseThrow().read());
            Instant now = clock.instant();
            Optional<ScheduledKey> signing = signing(keys, now);
            if (signing.isPresent() && signing(read, now).isEmpty()) {
                keys = with(signing.get(), read);
                faultOfFile = "leaves no key that may sign: " + signing.get().id()
                        + " goes on until one has been published for " + ScheduledKey.KNOWN_AFTER.toMinutes()
                        + " minutes";
            } else {
                keys = read;
                faultOfFile = null;
            }
        } catch (IllegalArgumentException e) {
            faultOfFile = e.getMessage();
        }
    }

    private static List<ScheduledKey> with(ScheduledKey kept, List<ScheduledKey> read) {
        return Stream.concat(
                        Stream.of(kept), read.stream().filter(key -> !key.id().equals(kept.id())))
                .toList();
    }

    private List<ScheduledKey> notPublishedBefore(List<ScheduledKey> read) {
        Instant now = clock.instant();
        Map<String, Instant> published = keys.stream()
                .filter(key -> key.isPublished(now))
                .collect(Collectors.toMap(ScheduledKey::id, ScheduledKey::publishFrom));
        return read.stream()
                .map(key -> key.isRetired(now) ? key : key.notPublishedBefore(published.getOrDefault(key.id(), now)))
                .toList();
    }

    /** The public keys, as a JWK Set (RFC 7517 section 5); the same text as long as they are the same. */
    public String jwks() {
        Instant now = clock.instant();
        List<ScheduledKey> published =
                keys.stream().filter(key -> key.isPublished(now)).toList();
        Jwks last = jwks;
        if (!last.published().equals(published)) {
            last = Jwks.of(published);
            jwks = last;
        }
        return last.json();
    }

    /** Written once for the same keys. */
    private record Jwks(List<ScheduledKey> published, String json) {
        static Jwks of(List<ScheduledKey> published) {
            JsonWebKey[] keys = published.stream().map(ScheduledKey::jwk).toArray(JsonWebKey[]::new);
            return new Jwks(published, new JsonWebKeySet(keys).toJson(OutputControlLevel.PUBLIC_ONLY));
        }
    }

    /** What is wrong with the file, or keeps a key from signing; empty if nothing is. */
    public Optional<String> fault() {
        return Optional.ofNullable(faultOfFile).or(this::faultOfSchedule);
    }

    private Optional<String> faultOfSchedule() {
        Instant now = clock.instant();
        return keys.stream()
                .filter(key -> isOfTheAlgorithm(key) && key.isToSign(now) && !key.isRetired(now) && !key.isKnown(now))
                .map(key -> "does not sign with " + key.id() + " before "
                        + key.publishFrom().plus(ScheduledKey.KNOWN_AFTER)
                        + ": others may not know it yet")
                .findFirst()
                .or(() -> canSign() ? Optional.empty() : Optional.of("has no key that may sign"));
    }

    /** Whether access tokens can be issued now. */
    public boolean canSign() {
        return algorithm == SignatureAlgorithm.HS256
                || signing(keys, clock.instant()).isPresent();
    }

    TokenKey signing(Instant issuedAt) {
        List<ScheduledKey> all = keys;
        return signing(all, issuedAt)
                .or(() -> signing(all, clock.instant()))
                .map(ScheduledKey::key)
                .orElseThrow(NoSigningKeyException::new);
    }

    /** Of those whose time has come, the last. */
    private Optional<ScheduledKey> signing(List<ScheduledKey> of, Instant at) {
        Instant now = clock.instant();
        return of.stream()
                .filter(key -> isOfTheAlgorithm(key) && key.isToSign(at) && key.isKnown(at) && key.isPublished(now))
                .max(Comparator.comparing(ScheduledKey::signFrom));
    }

    private boolean isOfTheAlgorithm(ScheduledKey key) {
        return key.algorithm() == algorithm;
    }

    List<TokenKey> verifying() {
        Instant now = clock.instant();
        return keys.stream()
                .filter(key -> key.isPublished(now))
                .map(ScheduledKey::key)
                .toList();
    }

    boolean isInForce(TokenKey key) {
        for (ScheduledKey scheduled : keys) {
            if (scheduled.key().equals(key)) {
                return scheduled.isPublished(clock.instant());
            }
        }
        return false;
    }
}
