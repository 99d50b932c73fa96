package dev.latchkey.token;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import java.time.Duration;
import java.time.Instant;
import org.jose4j.jwk.PublicJsonWebKey;

/**
 * A key pair of the file, and when it does what.
 *
 * @param publishFrom when its public key is published, and verifies
 * @param signFrom    when it signs, unless another one does whose time came later
 * @param retireAt    when it verifies no more
 */
record ScheduledKey(TokenKey key, PublicJsonWebKey jwk, Instant publishFrom, Instant signFrom, Instant retireAt) {
    /**
     * Until every verifier knows a new key: as long as it may keep the keys, and replicas take until all have the new file,
     * which with Kubernetes is up to two minutes.
     */
    static final Duration KNOWN_AFTER = PublishedKeys.MAX_AGE.plusMinutes(3);

    String id() {
        return jwk.getKeyId();
    }

    SignatureAlgorithm algorithm() {
        return key.algorithm();
    }

    boolean isPublished(Instant now) {
        return !now.isBefore(publishFrom) && !isRetired(now);
    }

    boolean isRetired(Instant now) {
        return !now.isBefore(retireAt);
    }

    boolean isToSign(Instant at) {
        return !at.isBefore(signFrom);
    }

    /** Whether verifiers that keep the published keys for as long as they may know it. */
    boolean isKnown(Instant at) {
        return publishFrom.equals(Instant.MIN) || !at.isBefore(publishFrom.plus(KNOWN_AFTER));
    }

    /** The same key, of which this replica has told nobody before. */
    ScheduledKey notPublishedBefore(Instant time) {
        return new ScheduledKey(key, jwk, publishFrom.isAfter(time) ? publishFrom : time, signFrom, retireAt);
    }
}
