package dev.latchkey.session;

import dev.latchkey.token.Subject;

/**
 * A user as tokens are made from it.
 *
 * @param rolesVersion how often its roles had been changed when it was read
 */
public record TokenUser(Subject subject, Credentials credentials, int rolesVersion) {

    /** It was read after a session had been told of this change of roles, which is stored first: so it has it. */
    TokenUser readAfter(int toldVersion) {
        return new TokenUser(subject, credentials, Math.max(rolesVersion, toldVersion));
    }
}
