package dev.latchkey.account;

/** An account that was taken back by a mail, and whose sessions are to be ended; see {@link ProvenChanges#finish}. */
public record Reset(User user, UnfinishedReset unfinished) {}
