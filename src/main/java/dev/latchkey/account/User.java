package dev.latchkey.account;

import dev.latchkey.mail.Mail;
import dev.latchkey.mail.MailSecrets;
import dev.latchkey.mail.Purpose;
import dev.latchkey.mail.Recipient;
import dev.latchkey.token.Subject;
import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.bson.types.ObjectId;

/**
 * A user who can be known again, as a registration stores one; in the collection and with the fields of the original.
 * What others have stored is read as a {@link StoredUser}.
 */
@MongoEntity(collection = UserStore.COLLECTION)
@RegisterForReflection
public class User {
    /** Characters. */
    public static final int MAX_NAME = 100;

    /** Characters (RFC 5321 section 4.5.3.1.3, less the angle brackets). */
    public static final int MAX_EMAIL = 254;

    private static final JsonWriterSettings COMPACT =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    @BsonId
    public ObjectId id;

    public String email;
    public String name;

    /** The bcrypt hash. */
    public String password;

    /** See {@link CanonicalEmail}; what the unique index is on. */
    public String canonicalEmail;

    /** A language tag (RFC 5646), for what is written to the user; null if the user has chosen none. */
    public String locale;

    /** The {@link #canonicalEmail} that was proven to be the user's; null if none was. */
    public String verifiedEmail;

    /** How often the password was changed; null before the first time. */
    public Integer credentialVersion;

    /** The id of the session that changed it last, which goes on; and when. */
    public String credentialsChangedBy;

    public Instant credentialsChangedAt;

    /** What the user may do; null if nothing was ever said of it. And how often that was changed; null before the first time. */
    public List<String> roles;

    public Integer rolesVersion;

    /** What an application says of the user in access tokens; null if nothing. */
    public BsonDocument claims;

    /** Since when the user is being deleted, and no longer let in; null if not. */
    public Instant deletingSince;

    /** What was sent to {@link #email} to show that it is the user's; null if nothing is. */
    public PendingClaim pendingVerification;

    /** What was sent there to set a password anew; null if nothing is. */
    public PendingClaim pendingRecovery;

    /** What was sent to another address that is to take its place; null if nothing is. */
    public PendingClaim pendingEmailChange;

    /** What was sent to addresses whose place another one was to take; null if nothing is. */
    public List<PendingClaim> emailUndos;

    /** A claim that was used, but whose sessions may not all be over yet; null if there is none. */
    public UnfinishedReset unfinishedReset;

    /** Mails that were not moved on yet, see {@link OwedMails}; and when they are to be. Null if there are none. */
    public List<Mail> owedMails;

    public Instant owedDueAt;

    /** To whom mails to this user go. */
    public Recipient asRecipient() {
        return asRecipientAt(email);
    }

    /** The same, at another address. */
    Recipient asRecipientAt(String address) {
        return new Recipient(name, address, locale, MailSecrets.digestOf(CanonicalEmail.of(address)));
    }

    /** Owes this user, who is not stored yet, a mail. */
    void owes(Mail mail) {
        owedMails = List.of(mail);
        owedDueAt = mail.createdAt();
    }

    /** The email that was asked for; null if none was. */
    public String pendingEmail() {
        return pendingEmailChange == null ? null : pendingEmailChange.email();
    }

    /** Emails that may come back, see {@link #emailUndos}. */
    public List<String> earlierEmails() {
        return usable(Purpose.EMAIL_UNDO).map(PendingClaim::email).toList();
    }

    /**
     * The ways back to emails that the user had before this one. They outlive the way back to it: else whoever has taken
     * the account over would change the email twice, and go back once.
     */
    List<PendingClaim> undosBefore(String earlierEmail) {
        return emailUndos.stream().takeWhile(undo -> !undo.isOf(earlierEmail)).toList();
    }

    /** What is pending for a purpose that can have only one; empty if nothing is. */
    Optional<PendingClaim> pendingOne(Purpose purpose) {
        return pending(purpose).findFirst();
    }

    /** Claims for a purpose that may be used, or were used and what follows is not finished. */
    Stream<PendingClaim> usable(Purpose purpose) {
        Stream<PendingClaim> unfinished = Stream.ofNullable(unfinishedReset)
                .filter(reset -> reset.isFor(purpose))
                .map(UnfinishedReset::claim);
        return Stream.concat(pending(purpose).flatMap(PendingClaim::all), unfinished);
    }

    private Stream<PendingClaim> pending(Purpose purpose) {
        return switch (purpose) {
            case VERIFICATION -> Stream.ofNullable(pendingVerification);
            case RECOVERY -> Stream.ofNullable(pendingRecovery);
            case EMAIL_CHANGE -> Stream.ofNullable(pendingEmailChange);
            case EMAIL_UNDO -> emailUndos == null ? Stream.empty() : emailUndos.stream();
        };
    }

    /** The name as tokens carry it: the original let it be missing, or of any length. */
    public String shortName() {
        String text = name == null ? "" : name;
        int length = text.codePointCount(0, text.length());
        return length <= MAX_NAME ? text : text.substring(0, text.offsetByCodePoints(0, MAX_NAME));
    }

    /** See {@link #credentialVersion}. */
    public int version() {
        return credentialVersion == null ? 0 : credentialVersion;
    }

    /** See {@link #roles}. */
    public List<String> rolesOrNone() {
        return roles == null ? List.of() : roles;
    }

    /** See {@link #roles}. */
    public int rolesVersion() {
        return rolesVersion == null ? 0 : rolesVersion;
    }

    /** See {@link #claims}; as JSON, with what JSON has no form for as MongoDB's relaxed extended JSON. */
    public Optional<String> claimsAsJson() {
        return Optional.ofNullable(claims)
                .filter(document -> !document.isEmpty())
                .map(document -> document.toJson(COMPACT));
    }

    /** Whether the email, as it stands now, was proven to be the user's. */
    public boolean hasVerifiedEmail() {
        return CanonicalEmail.of(email).equals(verifiedEmail);
    }

    boolean isBeingDeleted() {
        return deletingSince != null;
    }

    /** As tokens tell of the user. */
    public Subject asSubject() {
        return new Subject(
                idAsText(),
                email,
                shortName(),
                hasVerifiedEmail(),
                rolesOrNone(),
                claimsAsJson().orElse(null));
    }

    /** The id as tokens and replies carry it: 24 hex digits. */
    public String idAsText() {
        return id.toHexString();
    }
}
