package dev.latchkey.denylist;

/**
 * The answer of the deny-list for a token.
 *
 * @param epoch since when the list is complete
 */
public record DenyListAnswer(Verdict verdict, Epoch epoch) {}
