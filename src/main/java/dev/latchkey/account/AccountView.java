package dev.latchkey.account;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a user is told about the own account. */
@RegisterForReflection
public record AccountView(String id, String name, String email) {

    static AccountView of(User user) {
        return new AccountView(user.idAsText(), user.name, user.email);
    }
}
