package dev.latchkey.account;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * A document of the collection {@code User}, as whoever wrote it has left it: the original, an import, a person, or we.
 * It has the fields of the original, and some of ours.
 */
final class StoredUser {
    static final String ID = "_id";
    static final String EMAIL = "email";
    static final String NAME = "name";
    static final String PASSWORD = "password";

    /** The canonical form of the email that this user, and no other, has; what the unique index is on. */
    static final String CANONICAL_EMAIL = "canonicalEmail";

    /** The same of a user who is refused: the document is unusable, or another one has the same email. */
    static final String REFUSED_EMAIL = "refusedEmail";

    static final String LOCALE = "locale";
    static final String VERIFIED_EMAIL = "verifiedEmail";
    static final String CREDENTIAL_VERSION = "credentialVersion";
    static final String CREDENTIALS_CHANGED_BY = "credentialsChangedBy";
    static final String CREDENTIALS_CHANGED_AT = "credentialsChangedAt";
    static final String ROLES = "roles";
    static final String ROLES_VERSION = "rolesVersion";
    static final String CLAIMS = "claims";
    static final String DELETING_SINCE = "deletingSince";

    static final String PENDING_VERIFICATION = "pendingVerification";
    static final String PENDING_RECOVERY = "pendingRecovery";
    static final String PENDING_EMAIL_CHANGE = "pendingEmailChange";
    static final String EMAIL_UNDOS = "emailUndos";
    static final String UNFINISHED_RESET = "unfinishedReset";
    static final String OWED_MAILS = "owedMails";
    static final String OWED_DUE_AT = "owedDueAt";

    private static final Pattern FIT_FOR_A_LOG = Pattern.compile("[\\w-]{1,64}");

    private final BsonDocument document;
    private final String canonical;

    StoredUser(BsonDocument document) {
        this.document = document;
        this.canonical = text(EMAIL)
                .filter(email -> email.codePointCount(0, email.length()) <= CanonicalEmail.MAX_LENGTH)
                .map(CanonicalEmail::of)
                .orElse(null);
    }

    BsonValue id() {
        return document.get(ID);
    }

    BsonValue email() {
        return document.get(EMAIL);
    }

    /** The canonical form of what stands in {@code email}; null if that is none. */
    String canonical() {
        return canonical;
    }

    boolean hasEmail(String canonicalForm) {
        return canonicalForm.equals(canonical);
    }

    /** Whether each field is of the type that the original gives it; a name or a password may be missing. */
    boolean isUsable() {
        return document.isObjectId(ID)
                && canonical != null
                && isTextOrMissing(NAME)
                && isTextOrMissing(PASSWORD)
                && isOrMissing(CREDENTIAL_VERSION, BsonType.INT32)
                && isOrMissing(ROLES_VERSION, BsonType.INT32)
                && isOrMissing(DELETING_SINCE, BsonType.DATE_TIME);
    }

    /** It is noted that this user alone has the email. */
    boolean ownsItsEmail() {
        return isUsable() && isNoted(CANONICAL_EMAIL) && !document.containsKey(REFUSED_EMAIL);
    }

    /** It is noted that this user is refused. */
    boolean isRefused() {
        return canonical != null && isNoted(REFUSED_EMAIL);
    }

    /** What is noted fits what stands in {@code email}, whether this user alone has it or not. */
    boolean isSettled() {
        boolean nothingToNote = canonical == null && !document.containsKey(CANONICAL_EMAIL);
        return ownsItsEmail() || isRefused() || nothingToNote;
    }

    /** Stands in the way of others with this email, by the unique index. */
    boolean blocks() {
        return isUsable() && isNoted(CANONICAL_EMAIL);
    }

    User user() {
        User user = new User();
        user.id = document.getObjectId(ID).getValue();
        user.email = text(EMAIL).orElseThrow();
        user.name = text(NAME).orElse(null);
        user.password = text(PASSWORD).orElse(null);
        user.locale = text(LOCALE).orElse(null);
        user.verifiedEmail = text(VERIFIED_EMAIL).orElse(null);
        user.credentialVersion = number(CREDENTIAL_VERSION);
        user.roles = roles();
        user.rolesVersion = number(ROLES_VERSION);
        user.claims = document.isDocument(CLAIMS) ? document.getDocument(CLAIMS) : null;
        user.credentialsChangedBy = text(CREDENTIALS_CHANGED_BY).orElse(null);
        user.credentialsChangedAt = time(CREDENTIALS_CHANGED_AT);
        user.deletingSince = time(DELETING_SINCE);
        user.pendingVerification = claim(document.get(PENDING_VERIFICATION));
        user.pendingRecovery = claim(document.get(PENDING_RECOVERY));
        user.pendingEmailChange = claim(document.get(PENDING_EMAIL_CHANGE));
        user.emailUndos = elements(EMAIL_UNDOS)
                .map(StoredUser::claim)
                .filter(Objects::nonNull)
                .toList();
        user.unfinishedReset = unfinishedReset();
        return user;
    }

    /** The mails that this document holds, as they are stored by themselves. */
    List<BsonDocument> owedMails() {
        return elements(OWED_MAILS)
                .filter(BsonValue::isDocument)
                .map(BsonValue::asDocument)
                .toList();
    }

    /** When they are due: the lease of whoever moves them on. */
    Instant owedDueAt() {
        return time(OWED_DUE_AT);
    }

    /** What others have written there is none. */
    private static PendingClaim claim(BsonValue value) {
        if (value == null || !value.isDocument()) {
            return null;
        }
        BsonDocument claim = value.asDocument();
        return claim.isString("id") && claim.isDateTime("expiresAt") && claim.isString("email")
                ? new PendingClaim(
                        claim.getString("id").getValue(),
                        Instant.ofEpochMilli(claim.getDateTime("expiresAt").getValue()),
                        claim.getString("email").getValue(),
                        claim(claim.get("before")),
                        claim.isBoolean("verified")
                                ? claim.getBoolean("verified").getValue()
                                : null)
                : null;
    }

    private UnfinishedReset unfinishedReset() {
        if (!document.isDocument(UNFINISHED_RESET)) {
            return null;
        }
        BsonDocument reset = document.getDocument(UNFINISHED_RESET);
        PendingClaim claim = claim(reset.get("claim"));
        return claim != null && reset.isString("purpose") && reset.isString("lease") && reset.isDateTime("leaseUntil")
                ? new UnfinishedReset(
                        reset.getString("purpose").getValue(),
                        claim,
                        reset.getString("lease").getValue(),
                        Instant.ofEpochMilli(reset.getDateTime("leaseUntil").getValue()))
                : null;
    }

    /** What others have written there and is no role is none. */
    private List<String> roles() {
        return Roles.fitting(elements(ROLES)
                .filter(BsonValue::isString)
                .map(role -> role.asString().getValue())
                .filter(Roles::isRole)
                .distinct()
                .limit(Roles.MOST)
                .toList());
    }

    private Integer number(String field) {
        return document.isInt32(field) ? document.getInt32(field).getValue() : null;
    }

    private Stream<BsonValue> elements(String field) {
        return document.isArray(field) ? document.getArray(field).stream() : Stream.empty();
    }

    /** The id for the log; what others have made an id may be an email. */
    String idForLog() {
        String text = document.isObjectId(ID)
                ? document.getObjectId(ID).getValue().toHexString()
                : Optional.of(id())
                        .filter(BsonValue::isString)
                        .map(id -> id.asString().getValue())
                        .orElse("");
        return FIT_FOR_A_LOG.matcher(text).matches() ? text : "of type " + id().getBsonType();
    }

    private boolean isNoted(String field) {
        return canonical.equals(text(field).orElse(null));
    }

    private boolean isTextOrMissing(String field) {
        return isOrMissing(field, BsonType.STRING);
    }

    private boolean isOrMissing(String field, BsonType expected) {
        BsonType type = document.containsKey(field) ? document.get(field).getBsonType() : BsonType.NULL;
        return type == BsonType.NULL || type == expected;
    }

    private Instant time(String field) {
        return document.isDateTime(field)
                ? Instant.ofEpochMilli(document.getDateTime(field).getValue())
                : null;
    }

    private Optional<String> text(String field) {
        return document.isString(field) ? Optional.of(document.getString(field).getValue()) : Optional.empty();
    }
}
