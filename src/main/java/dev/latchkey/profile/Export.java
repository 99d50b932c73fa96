package dev.latchkey.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.latchkey.account.AccountView;
import dev.latchkey.account.CanonicalEmail;
import dev.latchkey.account.User;
import dev.latchkey.session.StoredSession;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * All that is stored about a user, but for the hash of the password (GDPR article 15).
 *
 * @param registeredAt      by the user's id, which carries it
 * @param passwordChangedAt null if it never was
 * @param claims            what an application says of the user; not there if nothing
 * @param pendingEmail      the one that is to take the place of the other; null if none is
 * @param earlierEmails     those that still have a way back
 */
@RegisterForReflection
public record Export(
        AccountView account,
        Instant registeredAt,
        String canonicalEmail,
        Instant passwordChangedAt,

        @JsonRawValue @JsonInclude(JsonInclude.Include.NON_NULL)
        String claims,

        String pendingEmail,
        List<String> earlierEmails,
        List<StoredSession> sessions) {

    static Export of(User user, List<StoredSession> sessions) {
        return new Export(
                AccountView.of(user),
                user.id.getDate().toInstant(),
                CanonicalEmail.of(user.email),
                user.credentialsChangedAt,
                user.claimsAsJson().orElse(null),
                user.pendingEmail(),
                user.earlierEmails(),
                sessions);
    }

    /** Keeps the emails out of logs and messages. */
    @Override
    public String toString() {
        return "Export[not shown]";
    }
}
