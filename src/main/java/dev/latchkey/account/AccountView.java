package dev.latchkey.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What a user is told about the own account.
 *
 * @param roles what the user may do; not there if nothing is said of it
 * @param locale a language tag; not there if the user has chosen none
 */
@RegisterForReflection
public record AccountView(
        String id,
        String name,
        String email,
        boolean emailVerified,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> roles,
        @JsonInclude(JsonInclude.Include.NON_NULL) String locale) {

    public static AccountView of(User user) {
        return new AccountView(
                user.idAsText(), user.name, user.email, user.hasVerifiedEmail(), user.rolesOrNone(), user.locale);
    }

    /** Keeps the email out of logs and messages. */
    @Override
    public String toString() {
        return "AccountView[not shown]";
    }
}
