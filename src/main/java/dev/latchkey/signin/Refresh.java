package dev.latchkey.signin;

import dev.latchkey.account.AccountService;
import dev.latchkey.account.PendingClaims;
import dev.latchkey.account.User;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.denylist.Epoch;
import dev.latchkey.session.Credentials;
import dev.latchkey.session.TokenPair;
import dev.latchkey.session.TokenRotation;
import dev.latchkey.session.TokenUser;
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
        return rotation.refresh(presented, epoch, () -> read(presented.subject()), client);
    }

    /** The same, for the refresh token of the generation of an access token. */
    public TokenPair refreshBeside(VerifiedToken access, Epoch epoch, ClientInfo client) {
        return rotation.refreshBeside(access, epoch, () -> read(access.subject()), client);
    }

    private TokenUser read(String userId) {
        User user = accounts.ofToken(userId);
        claims.requireVerified(user);
        Credentials credentials = new Credentials(user.version(), user.credentialsChangedBy);
        return new TokenUser(user.asSubject(), credentials, user.rolesVersion());
    }
}
