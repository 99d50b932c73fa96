package dev.latchkey.token;

/** A token that fails on its own, before any store is asked. Its text never holds any part of the token. */
public final class InvalidTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the token: tells an expired one from a bad one, and one fault from another in tests. */
    public enum Reason {
        MALFORMED,
        WRONG_HEADER,
        BAD_SIGNATURE,
        WRONG_ISSUER,
        BAD_CLAIM,
        ISSUED_IN_THE_FUTURE,
        EXPIRED
    }

    private final Reason reason;

    InvalidTokenException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
