package dev.latchkey.session;

import dev.latchkey.denylist.Epoch;

/**
 * A session that is about to begin.
 *
 * @param id    its {@code sid}
 * @param epoch see {@link TokenPairs#of}
 */
public record SessionStart(String id, Epoch epoch) {}
