package dev.latchkey.token;

/** No key may sign access tokens at the moment; readiness tells why ({@link PublishedKeys#fault}). */
public final class NoSigningKeyException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NoSigningKeyException() {
        super("no key may sign access tokens at the moment");
    }
}
