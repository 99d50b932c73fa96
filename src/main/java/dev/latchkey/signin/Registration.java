package dev.latchkey.signin;

import dev.latchkey.account.AccountService;
import dev.latchkey.account.PendingClaims;
import dev.latchkey.account.RegistrationRequest;
import dev.latchkey.account.User;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.session.SessionService;
import dev.latchkey.session.SessionStart;
import dev.latchkey.session.TokenPair;
import dev.latchkey.throttle.Limited;
import dev.latchkey.throttle.Throttle;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Signs a user up, and in. */
@Singleton
public final class Registration {
    private final Throttle throttle;
    private final AccountService accounts;
    private final PendingClaims claims;
    private final SessionService sessions;
    private final SessionBeginnings beginnings;

    public Registration(
            Throttle throttle,
            AccountService accounts,
            PendingClaims claims,
            SessionService sessions,
            SessionBeginnings beginnings) {
        this.throttle = throttle;
        this.accounts = accounts;
        this.claims = claims;
        this.sessions = sessions;
        this.beginnings = beginnings;
    }

    /**
     * Registers a user and begins the first session, unless the email has to be verified first. Errors: those of {@link
     * AccountService#register}; {@code email_taken} also if whoever has the mailbox takes the account meanwhile.
     */
    public SignedIn register(RegistrationRequest request, ClientInfo client) {
        SessionStart start = sessions.prepare();
        throttle.count(Limited.REGISTER_PER_ADDRESS, client.address().network());
        requireWithoutSessions(request.id());
        User user = accounts.register(request);
        String flow = claims.flowOfVerification(user).orElse(null);
        if (claims.isVerificationMissing(user)) {
            return SignedIn.notYet(user.idAsText(), flow);
        }
        TokenPair tokens =
                beginnings.begin(start, user, client).orElseThrow(() -> new AuthException(AuthError.EMAIL_TAKEN));
        return SignedIn.of(user.idAsText(), tokens).withFlow(flow);
    }

    /** Whoever got the id of a user who was deleted would take over the sessions that are left. */
    private void requireWithoutSessions(String id) {
        if (id != null && sessions.existFor(id.toLowerCase(Locale.ROOT))) {
            throw new AuthException(AuthError.ID_TAKEN);
        }
    }
}
