package dev.latchkey.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What signs access tokens, by its name in their header (RFC 7518, RFC 8037). Each is deterministic, so that a
 * generation's pair is the same on every replica.
 */
@RegisterForReflection
public enum AccessAlgorithm {
    /** A secret that only Latchkey has. */
    HS256,
    /** A private key on Ed25519. */
    EdDSA,
    /** A private RSA key. */
    RS256;

    /** Reads a setting such as {@code EdDSA}; {@link IllegalArgumentException} if it is something else. */
    public static AccessAlgorithm parse(CharSequence setting) {
        return valueOf(setting.toString());
    }
}
