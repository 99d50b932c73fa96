package dev.latchkey.profile;

import dev.latchkey.account.AccountChanges;
import dev.latchkey.account.AccountService;
import dev.latchkey.account.AccountView;
import dev.latchkey.account.User;
import dev.latchkey.client.TrustedProxies;
import dev.latchkey.guard.AccessToken;
import dev.latchkey.guard.Caller;
import dev.latchkey.session.SessionService;
import dev.latchkey.session.TokenPair;
import dev.latchkey.web.Reply;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** What signed-in users do with their own account: change it, take a copy of it, delete it. */
@Path("/user")
@Blocking
@RegisterForReflection
public class ProfileResource {
    private final AccountService accounts;
    private final AccountChanges changes;
    private final SessionService sessions;
    private final PasswordChange passwordChange;
    private final Deletion deletion;
    private final TrustedProxies proxies;
    private final Caller caller;

    public ProfileResource(
            AccountService accounts,
            AccountChanges changes,
            SessionService sessions,
            PasswordChange passwordChange,
            Deletion deletion,
            TrustedProxies proxies,
            Caller caller) {
        this.accounts = accounts;
        this.changes = changes;
        this.sessions = sessions;
        this.passwordChange = passwordChange;
        this.deletion = deletion;
        this.proxies = proxies;
        this.caller = caller;
    }

    @PATCH
    @AccessToken
    @Consumes(MediaType.APPLICATION_JSON)
    public Reply<AccountView> change(@NotNull @Valid ProfileRequest body) {
        String userId = accounts.ofToken(caller.accessToken().subject()).idAsText();
        User changed = changes.changeProfile(userId, body.name(), body.canonicalLocale());
        return new Reply<>("User changed", AccountView.of(changed));
    }

    @POST
    @Path("/password")
    @AccessToken
    @Consumes(MediaType.APPLICATION_JSON)
    public Reply<TokenPair> changePassword(
            @NotNull @Valid PasswordChangeRequest body, @Context RoutingContext request) {
        return new Reply<>("Password changed", passwordChange.change(body, caller, proxies.clientOf(request)));
    }

    @GET
    @Path("/export")
    @AccessToken
    public Reply<Export> export() {
        User user = accounts.ofToken(caller.accessToken().subject());
        return new Reply<>("All that is stored", Export.of(user, sessions.export(user.idAsText())));
    }

    @DELETE
    @AccessToken
    @Consumes(MediaType.APPLICATION_JSON)
    public void delete(@NotNull @Valid DeletionRequest body, @Context RoutingContext request) {
        deletion.delete(body, caller.accessToken(), proxies.clientOf(request));
    }
}
