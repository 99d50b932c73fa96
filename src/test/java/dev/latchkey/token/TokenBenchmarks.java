package dev.latchkey.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a token costs by itself, without HTTP and stores. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TokenBenchmarks {
    private final TestTokenConfig config = TestTokenConfig.standard();
    private final TokenIssuer issuer = config.newIssuer();
    private final TokenVerifier verifier = config.withCacheBytes(0).newVerifier(Clock.systemUTC());
    private final TokenVerifier cachingVerifier = config.newVerifier(Clock.systemUTC());
    private final Grant grant = grant(Instant.now());
    private final String accessToken = issuer.accessToken(grant);

    private static Grant grant(Instant now) {
        return new Grant(TestTokens.ADA, TokenId.newSessionId(Instant.now()), 0, now, now.plus(Duration.ofDays(1)));
    }

    @Benchmark
    public String issue() {
        return issuer.accessToken(grant);
    }

    @Benchmark
    public VerifiedToken verify() throws InvalidTokenException {
        return verifier.verify(accessToken, TokenType.ACCESS);
    }

    @Benchmark
    public VerifiedToken verifyAgain() throws InvalidTokenException {
        return cachingVerifier.verify(accessToken, TokenType.ACCESS);
    }
}
