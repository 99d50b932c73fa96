package dev.latchkey.signin;

import dev.latchkey.account.AccountService;
import dev.latchkey.account.PendingClaims;
import dev.latchkey.account.User;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.denylist.Epoch;
import dev.latchkey.session.Credentials;
import dev.latchkey.session.TokenPair;
import dev.latchkey.session.TokenRotation;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;

/** Exchanges a refresh token for the next pair, which tells of the user as it is now. */
@Singleton
public final class Refresh {
    private final AccountService accounts;
    private final PendingClaims claims;
    private final TokenRotation rotation;

    public Refresh(AccountService accounts, PendingClaims claims, TokenRotation rotation) {
        this.accounts = accounts;
        this.claims = claims;
        this.rotation = rotation;
    }

    /**
     * Errors: {@code invalid_token} if the user is gone, {@code email_not_verified} if the session is older than the
     * setting that asks for it, and those of {@link TokenRotation#refresh}.
     */
    public TokenPair refresh(VerifiedToken presented, Epoch epoch, ClientInfo client) {
        User user = accounts.ofToken(presented.subject());
        claims.requireVerified(user);
        Credentials credentials = new Credentials(user.version(), user.credentialsChangedBy);
        return rotation.refresh(presented, epoch, user.asSubject(), credentials, client);
    }
}
