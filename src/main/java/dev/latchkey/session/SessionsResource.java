package dev.latchkey.session;

import dev.latchkey.denylist.DenyReason;
import dev.latchkey.guard.AccessToken;
import dev.latchkey.guard.Caller;
import dev.latchkey.guard.RefreshToken;
import dev.latchkey.web.Reply;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;

/** What signed-in users do with their sessions: list them and end them. */
@Path("/")
@Blocking
@RegisterForReflection
public class SessionsResource {
    private final SessionService sessions;
    private final SessionEndings endings;
    private final Caller caller;

    public SessionsResource(SessionService sessions, SessionEndings endings, Caller caller) {
        this.sessions = sessions;
        this.endings = endings;
        this.caller = caller;
    }

    @POST
    @Path("/logout")
    @AccessToken(
            header = "auth-token-access",
            tolerates = {DenyReason.LOGOUT, DenyReason.ROTATED})
    @RefreshToken(header = "auth-token-refresh", tolerates = DenyReason.LOGOUT)
    public Reply<Void> logout() {
        endings.logout(caller.accessToken(), caller.refreshToken());
        return Reply.of("User logged out");
    }

    @GET
    @Path("/logout")
    @AccessToken(
            header = "auth-token-access",
            tolerates = {DenyReason.LOGOUT, DenyReason.ROTATED})
    @RefreshToken(header = "auth-token-refresh", tolerates = DenyReason.LOGOUT)
    public Reply<Void> getLogout() {
        return logout();
    }

    @POST
    @Path("/logout/all")
    @AccessToken(tolerates = {DenyReason.LOGOUT, DenyReason.ROTATED})
    public Reply<Void> logoutAll() {
        endings.endAll(caller.accessToken());
        return Reply.of("User logged out everywhere");
    }

    @GET
    @Path("/sessions")
    @AccessToken
    public Reply<List<SessionView>> list() {
        return new Reply<>("Sessions", sessions.list(caller.accessToken()));
    }

    @DELETE
    @Path("/sessions/{id}")
    @AccessToken(tolerates = DenyReason.ROTATED)
    public void end(@RestPath String id) {
        endings.endOne(caller.accessToken(), id);
    }
}
