package dev.latchkey.session;

import dev.latchkey.denylist.Epoch;

/**
 * A session that is about to begin.
 *
 * @param id    its {@code sid}
 * @param epoch in which the deny-list was before the session was stored: if the list is lost after that, the first
 *     tokens are stale, and not vouched for by an epoch that began after a revocation
 */
public record SessionStart(String id, Epoch epoch) {}
