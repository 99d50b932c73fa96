package dev.latchkey.guard;

import dev.latchkey.denylist.Epoch;
import dev.latchkey.token.VerifiedToken;

/**
 * A token that the deny-list has let through.
 *
 * @param epoch in which it has
 */
record AuthenticatedToken(VerifiedToken token, Epoch epoch) {}
