package dev.latchkey.admin;

import dev.latchkey.account.AccountChanges;
import dev.latchkey.account.Roles;
import dev.latchkey.account.User;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.session.OutdatedTokens;
import jakarta.inject.Singleton;
import java.util.List;

/** Changes what a user may do: from the next request on, with nobody signed out. */
@Singleton
public final class RoleChange {
    private final AccountChanges changes;
    private final OutdatedTokens tokens;
    private final AuthEvents events;

    public RoleChange(AccountChanges changes, OutdatedTokens tokens, AuthEvents events) {
        this.changes = changes;
        this.tokens = tokens;
        this.events = events;
    }

    /**
     * Sets all roles of a user; {@code not_found} if there is none, {@code invalid_request} if they are too long in all. What ended with {@code unavailable} can be repeated, and
     * has to be: the roles may be set, and be told by the next tokens only.
     *
     * @param service whose key asks for it
     */
    UserRoles change(String userId, List<String> roles, String service) {
        User user = changes.changeRoles(userId, distinct(roles));
        tokens.outdate(user.idAsText(), user.rolesVersion());
        events.rolesChanged(user.idAsText(), service);
        return new UserRoles(user.idAsText(), user.rolesOrNone());
    }

    private static List<String> distinct(List<String> roles) {
        List<String> distinct = roles.stream().distinct().toList();
        if (!Roles.fit(distinct)) {
            throw AuthException.invalidField(AuthError.INVALID_REQUEST, "roles", Roles.TOO_LONG);
        }
        return distinct;
    }
}
