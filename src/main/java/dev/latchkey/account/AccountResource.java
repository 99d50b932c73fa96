package dev.latchkey.account;

import dev.latchkey.guard.AccessToken;
import dev.latchkey.guard.Caller;
import dev.latchkey.web.Reply;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** What a signed-in user can ask about the own account. */
@Path("/user/details")
@Blocking
@RegisterForReflection
public class AccountResource {
    private final AccountService accounts;
    private final Caller caller;

    public AccountResource(AccountService accounts, Caller caller) {
        this.accounts = accounts;
        this.caller = caller;
    }

    @POST
    @AccessToken
    public Reply<AccountView> details() {
        User user = accounts.ofToken(caller.accessToken().subject());
        return new Reply<>("User details", AccountView.of(user));
    }

    @GET
    @AccessToken
    public Reply<AccountView> getDetails() {
        return details();
    }
}
