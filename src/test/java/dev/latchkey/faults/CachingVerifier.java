package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.stand.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/** A service that verifies access tokens by the published keys, which it keeps for as long as it may, and no shorter. */
final class CachingVerifier {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern MAX_AGE = Pattern.compile("max-age=(\\d+)");

    private final List<URI> replicas;
    private final SettableClock clock;
    private List<JsonWebKey> keys;
    private Instant freshUntil;
    private int fetches;

    /** @param replicas of which it asks another one each time, as through a load balancer */
    CachingVerifier(List<URI> replicas, SettableClock clock) {
        this.replicas = replicas;
        this.clock = clock;
        fetch();
    }

    /** As if it had the keys for longer already. */
    void keepsTheKeysUntil(Instant time) {
        freshUntil = time;
    }

    boolean knows(String kid) {
        if (!clock.now().isBefore(freshUntil)) {
            fetch();
        }
        return keys.stream().anyMatch(key -> key.getKeyId().equals(kid));
    }

    /** As RFC 9068 section 4 wants it, without another look at the published keys. */
    void verify(String token) {
        try {
            new JwtConsumerBuilder()
                    .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
                    .setExpectedIssuer("latchkey")
                    .setExpectedAudience("latchkey")
                    .setExpectedType(true, "at+jwt")
                    .setRequireExpirationTime()
                    .setEvaluationTime(NumericDate.fromMilliseconds(clock.now().toEpochMilli()))
                    .build()
                    .processToClaims(token);
        } catch (InvalidJwtException e) {
            throw new AssertionError("a good token is refused", e);
        }
    }

    int fetches() {
        return fetches;
    }

    private void fetch() {
        URI replica = replicas.get(fetches++ % replicas.size());
        HttpResponse<String> response = get(replica.resolve("/.well-known/jwks.json"));
        assertEquals(200, response.statusCode());
        Matcher maxAge =
                MAX_AGE.matcher(response.headers().firstValue("Cache-Control").orElseThrow());
        assertEquals(true, maxAge.find());
        freshUntil = clock.now().plusSeconds(Long.parseLong(maxAge.group(1)));
        try {
            keys = new JsonWebKeySet(response.body()).getJsonWebKeys();
        } catch (JoseException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private static HttpResponse<String> get(URI address) {
        try {
            return HTTP.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
