package dev.latchkey.token;

import dev.latchkey.settings.Settings;
import dev.latchkey.token.InvalidTokenException.Reason;
import dev.latchkey.token.VerifiedTokenCache.Entry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Accepts exactly the tokens that {@link TokenIssuer} makes: compact JWS (RFC 7515 section 7.1), one {@code typ} for each
 * kind, the algorithm of the key, strict encoding. It reads no key, address or algorithm out of a token, which is how JWT libraries have
 * been fooled (RFC 8725 section 2). Its form is checked first ({@link StrictForm}), then a library verifies the signature,
 * and only then are the claims looked at.
 */
@Singleton
public final class TokenVerifier {
    /** In characters; longer than any token that we issue: the email and name of a registration are bounded. */
    static final int MAX_LENGTH = 8192;

    /** How far another replica's clock may be ahead of ours. There is no leeway at the other end, past {@code exp}. */
    public static final Duration MAX_CLOCK_LEAD = Duration.ofSeconds(5);

    private static final Pattern SUBJECT = Pattern.compile("[0-9a-f]{24}");

    private final SigningKeys keys;
    private final SignatureVerifier signatures = new SignatureVerifier();
    private final VerifiedTokenCache cache;
    private final String issuer;
    private final Lifetimes lifetimes;
    private final Clock clock;

    @Inject
    public TokenVerifier(SigningKeys keys, VerifiedTokenCache cache, Settings.Token config, Clock clock) {
        this.keys = keys;
        this.cache = cache;
        this.issuer = config.issuer();
        this.lifetimes = new Lifetimes(config);
        this.clock = clock;
    }

    /**
     * Checks everything about a token that needs no store. Of one that was verified before, only what may have changed:
     * the time, and whether its key is still configured.
     *
     * @throws InvalidTokenException if any of it does not hold
     */
    public VerifiedToken verify(String token, TokenType type) throws InvalidTokenException {
        if (token.length() > MAX_LENGTH) {
            throw new InvalidTokenException(Reason.MALFORMED);
        }
        Optional<Entry> known = cache.find(token, type).filter(entry -> keys.isInForce(entry.key()));
        if (known.isPresent()) {
            checkTimes(known.get().token());
            return known.get().token();
        }
        StrictForm form = StrictForm.of(token);
        TokenKey key = signatures.keyOf(form, form.named(keys.verifying(type)));
        VerifiedToken verified = read(new Claims(form.claims()), type);
        checkTimes(verified);
        cache.add(token, new Entry(verified, key));
        return verified;
    }

    private VerifiedToken read(Claims claims, TokenType type) throws InvalidTokenException {
        if (!claims.text("iss").equals(issuer)) {
            throw new InvalidTokenException(Reason.WRONG_ISSUER);
        }
        claims.checkNotBefore(clock.instant().plus(MAX_CLOCK_LEAD));
        String id = claims.id("jti");
        String sessionId = claims.id("sid");
        String subject = claims.text("sub", SUBJECT);
        Instant issuedAt = claims.time("iat");
        Instant expiresAt = claims.time("exp");
        if (type == TokenType.REFRESH) {
            return VerifiedToken.refresh(id, sessionId, subject, issuedAt, expiresAt);
        }
        return new VerifiedToken(
                type,
                id,
                sessionId,
                subject,
                issuedAt,
                expiresAt,
                claims.text("email"),
                claims.isTrue("email_verified"),
                claims.text("name"),
                claims.textOrNull("aud"),
                claims.textOrNull("client_id"),
                claims.texts("roles"),
                claims.object("claims"));
    }

    private void checkTimes(VerifiedToken token) throws InvalidTokenException {
        Instant now = clock.instant();
        if (token.issuedAt().isAfter(now.plus(MAX_CLOCK_LEAD))) {
            throw new InvalidTokenException(Reason.ISSUED_IN_THE_FUTURE);
        }
        if (!now.isBefore(token.expiresAt()) || outlivesItsKind(token, now)) {
            throw new InvalidTokenException(Reason.EXPIRED);
        }
    }

    /**
     * Shorter lifetimes hold at once, also for tokens that an earlier setting let live longer. A refresh token of a
     * session that is too old is let through: whoever takes it has to end that session.
     */
    private boolean outlivesItsKind(VerifiedToken token, Instant now) {
        Instant end = token.type() == TokenType.ACCESS
                ? lifetimes.endOfAccessToken(token.sessionId(), token.issuedAt())
                : lifetimes.endOfRefreshToken(token.issuedAt());
        return !now.isBefore(end);
    }
}
