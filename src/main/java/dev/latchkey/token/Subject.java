package dev.latchkey.token;

/**
 * Whom a token is about, as tokens tell it.
 *
 * @param userId 24 hex digits
 */
public record Subject(String userId, String email, String name) {}
