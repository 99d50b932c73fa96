package dev.latchkey.mail;

import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * A mail that is owed to somebody: in the user's document as long as that is all there is of it, then in a collection of
 * its own until it is sent. Holds no secret: token and code are made as it is sent.
 *
 * @param id        also its Message-ID, so that one that is sent twice is known again
 * @param to        the address, as it was given
 * @param locale    a language tag; null if the user has chosen none
 * @param claimId   see {@link MailClaim}; null for a notice that has no link
 * @param address   a digest of the address, see {@link MailClaim}
 * @param expiresAt when it is of no use any more
 * @param dueAt     when it is to be tried, or tried again
 * @param attempts  how often that was begun
 */
@MongoEntity(collection = "Mail")
@RegisterForReflection
public record Mail(
        @BsonId String id,
        String kind,
        String userId,
        String name,
        String to,
        String locale,
        String claimId,
        String address,
        Instant createdAt,
        Instant expiresAt,
        Instant dueAt,
        int attempts) {

    /** For how long a notice is tried. */
    private static final Duration NOTICE = Duration.ofDays(3);

    /** A mail that carries a claim, which may be the same as an earlier one's. */
    public static Mail of(MailKind kind, Recipient recipient, MailClaim claim, Instant now) {
        return of(MailSecrets.newId(), kind, recipient, claim, now);
    }

    /** The same, with an id by which it is known again should it be owed twice. */
    public static Mail of(String id, MailKind kind, Recipient recipient, MailClaim claim, Instant now) {
        return new Mail(
                id,
                kind.name(),
                claim.userId(),
                recipient.name(),
                recipient.email(),
                recipient.locale(),
                claim.id(),
                claim.address(),
                now,
                claim.expiresAt(),
                now,
                0);
    }

    /** A mail that only tells something. */
    public static Mail notice(MailKind kind, Recipient recipient, String userId, Instant now) {
        return new Mail(
                MailSecrets.newId(),
                kind.name(),
                userId,
                recipient.name(),
                recipient.email(),
                recipient.locale(),
                null,
                recipient.digest(),
                now,
                now.plus(NOTICE),
                now,
                0);
    }

    MailKind mailKind() {
        return MailKind.valueOf(kind);
    }

    /** What its link and its code stand for; empty for a notice that has none. */
    Optional<MailClaim> claim() {
        return mailKind().purpose().map(purpose -> new MailClaim(purpose, userId, claimId, address, expiresAt));
    }

    Locale languageOrNull() {
        return locale == null ? null : Locale.forLanguageTag(locale);
    }

    /** Keeps the address out of logs and messages. */
    @Override
    public String toString() {
        return "Mail[not shown]";
    }
}
