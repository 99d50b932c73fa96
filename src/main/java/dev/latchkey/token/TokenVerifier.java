package dev.latchkey.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.token.InvalidTokenException.Reason;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Accepts exactly the tokens that {@link TokenIssuer} makes: compact JWS (RFC 7515 section 7.1), HS256, one {@code typ}
 * for each kind, strict encoding. It reads no key, address or algorithm out of a token, which is how JWT libraries have
 * been fooled (RFC 8725 section 2). A general parser accepts more than this; the tests hold the two against each other.
 */
@Singleton
public final class TokenVerifier {
    /** In characters; longer than any token that we issue: the email and name of a registration are bounded. */
    static final int MAX_LENGTH = 8192;

    /** How far another replica's clock may be ahead of ours. There is no leeway at the other end, past {@code exp}. */
    public static final Duration MAX_CLOCK_LEAD = Duration.ofSeconds(5);

    /** Header members that would change what the signature covers, or demand to be understood. */
    private static final List<String> REFUSED_HEADERS = List.of("crit", "b64", "zip");

    private static final Pattern SUBJECT = Pattern.compile("[0-9a-f]{24}");

    private final SigningKeys keys;
    private final String issuer;
    private final Lifetimes lifetimes;
    private final Clock clock;

    @Inject
    public TokenVerifier(SigningKeys keys, TokenConfig config, Clock clock) {
        this.keys = keys;
        this.issuer = config.issuer();
        this.lifetimes = new Lifetimes(config);
        this.clock = clock;
    }

    /**
     * Checks everything about a token that needs no store.
     *
     * @throws InvalidTokenException if any of it does not hold
     */
    public VerifiedToken verify(String token, TokenType type) throws InvalidTokenException {
        String[] segments = split(token);
        if (!segments[0].equals(type.header())) {
            checkHeader(StrictJson.decode(segments[0]), type);
        }
        checkSignature(segments, type);
        VerifiedToken verified = read(new Claims(StrictJson.decode(segments[1])), type);
        checkTimes(verified);
        return verified;
    }

    private static String[] split(String token) throws InvalidTokenException {
        if (token.length() > MAX_LENGTH) {
            throw new InvalidTokenException(Reason.MALFORMED);
        }
        String[] segments = token.split("\\.", -1);
        if (segments.length != 3) {
            throw new InvalidTokenException(Reason.MALFORMED);
        }
        return segments;
    }

    private static void checkHeader(JsonNode header, TokenType type) throws InvalidTokenException {
        boolean ours = isText(header.get("alg"), "HS256") && isText(header.get("typ"), type.headerType());
        if (!ours || REFUSED_HEADERS.stream().anyMatch(header::has)) {
            throw new InvalidTokenException(Reason.WRONG_HEADER);
        }
    }

    private static boolean isText(JsonNode node, String text) {
        return node != null && node.isTextual() && node.textValue().equals(text);
    }

    private void checkSignature(String[] segments, TokenType type) throws InvalidTokenException {
        if (!keys.verify(segments[0] + '.' + segments[1], segments[2], type)) {
            throw new InvalidTokenException(Reason.BAD_SIGNATURE);
        }
    }

    private VerifiedToken read(Claims claims, TokenType type) throws InvalidTokenException {
        if (!claims.text("iss").equals(issuer)) {
            throw new InvalidTokenException(Reason.WRONG_ISSUER);
        }
        claims.checkNotBefore(clock.instant().plus(MAX_CLOCK_LEAD));
        boolean access = type == TokenType.ACCESS;
        return new VerifiedToken(
                type,
                claims.id("jti"),
                claims.id("sid"),
                claims.text("sub", SUBJECT),
                claims.time("iat"),
                claims.time("exp"),
                access ? claims.text("email") : null,
                access ? claims.text("name") : null);
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
