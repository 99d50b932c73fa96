package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.stand.SettableClock;
import dev.latchkey.token.TestTokens;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Services that each have fetched the published keys at another time: together they meet every key as early as any could. */
final class CachingVerifiers {
    private final List<CachingVerifier> all = new ArrayList<>();
    private final Map<String, Integer> tokens = new TreeMap<>();
    private int checked;

    /** One for each such step of the time for which the keys may be kept. */
    CachingVerifiers(List<URI> replicas, SettableClock clock, Duration step, Duration maxAge) {
        for (Duration age = Duration.ZERO; age.compareTo(maxAge) < 0; age = age.plus(step)) {
            CachingVerifier verifier = new CachingVerifier(replicas, clock);
            verifier.keepsTheKeysUntil(clock.now().plus(age));
            all.add(verifier);
        }
    }

    /** Each must know the key of the token, and the one whose turn it is verifies it. */
    synchronized void accept(String token) {
        JsonNode header = TestTokens.headerOf(token);
        String kid = header.get("kid").textValue();
        all.forEach(verifier -> assertTrue(verifier.knows(kid), () -> "an unknown kid: " + kid));
        all.get(checked++ % all.size()).verify(token);
        tokens.merge(kid, 1, Integer::sum);
    }

    /** How many tokens of each key were checked. */
    synchronized Map<String, Integer> tokens() {
        return Map.copyOf(tokens);
    }

    int size() {
        return all.size();
    }

    synchronized int fetches() {
        return all.stream().mapToInt(CachingVerifier::fetches).sum();
    }
}
