package dev.latchkey.session;

/**
 * Which password of a user is the current one. A session that began with an earlier one is over, as soon as the change
 * is stored: also if the change was broken off before all of them were ended.
 *
 * @param version   how often it was changed
 * @param changedBy the id of the session that changed it last, which goes on; null if there is none
 */
public record Credentials(int version, String changedBy) {}
