package dev.latchkey.oauth;

import dev.latchkey.account.AccountService;
import dev.latchkey.account.PendingClaims;
import dev.latchkey.account.User;
import dev.latchkey.denylist.DenyList;
import dev.latchkey.denylist.Verdict;
import dev.latchkey.session.Credentials;
import dev.latchkey.session.TokenRotation;
import dev.latchkey.settings.Settings;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.VerifiedToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Whether a token would be accepted now, and what it says (RFC 7662). */
@Singleton
public final class Introspection {
    private static final Future<Introspected> INACTIVE = Future.succeededFuture(Introspected.INACTIVE);

    private final TokenReader tokens;
    private final DenyList denyList;
    private final TokenRotation rotation;
    private final AccountService accounts;
    private final PendingClaims claims;
    private final Vertx vertx;
    private final String issuer;

    public Introspection(
            TokenReader tokens,
            DenyList denyList,
            TokenRotation rotation,
            AccountService accounts,
            PendingClaims claims,
            Vertx vertx,
            Settings.Token config) {
        this.tokens = tokens;
        this.denyList = denyList;
        this.rotation = rotation;
        this.accounts = accounts;
        this.claims = claims;
        this.vertx = vertx;
        this.issuer = config.issuer();
    }

    /**
     * The answer for any text. For an access token it is that of {@code /verify}, from the deny-list alone; a refresh token
     * is active if a refresh with it would give a pair. Fails with {@code unavailable} if a store does not answer.
     */
    Future<Introspected> of(String text) {
        Optional<VerifiedToken> token = tokens.read(text);
        return token.isEmpty() ? INACTIVE : of(token.get());
    }

    private Future<Introspected> of(VerifiedToken token) {
        return denyList.check(token)
                .map(answer -> answer.verdict() == Verdict.CLEAR)
                .compose(clear -> clear && token.type() == TokenType.REFRESH
                        ? vertx.executeBlocking(() -> refreshes(token), false)
                        : Future.succeededFuture(clear))
                .map(active -> active ? Introspected.active(token, issuer) : Introspected.INACTIVE);
    }

    private boolean refreshes(VerifiedToken token) {
        Optional<User> user = accounts.find(token).filter(found -> !claims.isVerificationMissing(found));
        return user.isPresent()
                && rotation.accepts(token, new Credentials(user.get().version(), user.get().credentialsChangedBy));
    }
}
