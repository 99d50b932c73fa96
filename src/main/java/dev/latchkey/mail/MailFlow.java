package dev.latchkey.mail;

/**
 * Names what a code belongs to. It is no secret: whoever has it still needs the code.
 *
 * @param userId 24 hex digits; all zero where the user is not told
 * @param id     22 characters of base64url
 */
public record MailFlow(Purpose purpose, String userId, String id) {}
