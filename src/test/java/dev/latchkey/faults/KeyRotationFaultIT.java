package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Folders;
import dev.latchkey.stand.Load;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.SettableClock;
import dev.latchkey.token.TestKeys;
import dev.latchkey.token.TestTokens;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A key that others verify with is replaced as docs/verifying.md says, on two replicas whose files change at different
 * times, under load. All times are those of the service; the clock of its processes runs ahead in small steps. Redis keeps
 * the machine's time: a clock of Redis that runs ahead would be a loss of the deny-list.
 */
@Tag("faults")
class KeyRotationFaultIT {
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration REAL_TIME_OF_A_STEP = Duration.ofMillis(150);
    private static final Duration MAX_AGE = Duration.ofSeconds(300);
    private static final Duration ACCESS_TTL = Duration.ofMinutes(2);
    private static final Duration UNTIL_THE_OTHER_FILE_CHANGES = Duration.ofSeconds(60);
    private static final Duration UNTIL_THE_NEW_KEY_SIGNS = Duration.ofSeconds(600);
    private static final Duration UNTIL_A_FILE_IS_READ = Duration.ofSeconds(20);
    private static final Map<String, String> SETTINGS =
            Map.of("REDIS_TIMEOUT", "5s", "MONGODB_TIMEOUT", "5s", "JWT_ACCESS_TTL", "2m", "REFRESH_GRACE", "5m");

    @AutoClose
    private static final MongoProcess MONGO = MongoProcess.startInMemory();

    /** A replica with a file of its own, as it is mounted on its machine. */
    private record Installed(Replica replica, Path file) implements AutoCloseable {
        static Installed start(RedisProcess redis, Map<String, String> settings, String... keys) {
            Path file = Folders.ofData("keys").toPath().resolve("keys.json");
            TestKeys.write(file, keys);
            Map<String, String> all = new HashMap<>(SETTINGS);
            all.putAll(TestKeys.settings(AccessAlgorithm.EdDSA, file));
            all.putAll(settings);
            return new Installed(Replica.start(MONGO.address(), redis.address(), all), file);
        }

        Client client() {
            return replica.client();
        }

        String jwks() {
            return client().request("GET", "/.well-known/jwks.json").body();
        }

        void awaitPublished(String kid) {
            await("the new key").atMost(UNTIL_A_FILE_IS_READ).until(() -> jwks().contains(kid));
        }

        @Override
        public void close() {
            replica.close();
        }
    }

    private final PrivateKey oldKey = TestKeys.generate(AccessAlgorithm.EdDSA);
    private final PrivateKey newKey = TestKeys.generate(AccessAlgorithm.EdDSA);
    private final String oldKid = TestKeys.kid(oldKey);
    private final String newKid = TestKeys.kid(newKey);

    /** Tokens of sessions that nobody refreshes, each until shortly before it expires. */
    private final Deque<SignedInUser> kept = new ArrayDeque<>();

    private Installed first;
    private Installed second;
    private CachingVerifiers verifiers;

    @Test
    void noVerifierThatKeepsTheKeysForTheirFullMaxAgeMeetsAnUnknownOne() throws Exception {
        SettableClock clock = SettableClock.create();
        try (RedisProcess redis = RedisProcess.start(RedisProcess.AOF);
                Installed one = Installed.start(redis, clock.environment(), TestKeys.entry(oldKey));
                Installed two = Installed.start(redis, clock.environment(), TestKeys.entry(oldKey));
                Load load = new Load()) {
            first = one;
            second = two;
            verifiers = new CachingVerifiers(
                    List.of(one.client().service(), two.client().service()), clock, STEP, MAX_AGE);
            load.with(2, loggingIn()).with(2, refreshing());

            Instant signFrom = clock.now().plus(UNTIL_THE_NEW_KEY_SIGNS);
            Instant retireAt = signFrom.plus(ACCESS_TTL).plus(STEP.multipliedBy(2));
            String[] rotation = {
                TestKeys.entry(oldKey, "\"retireAt\":\"" + retireAt + "\""),
                TestKeys.entry(newKey, "\"publishFrom\":\"" + clock.now() + "\"", "\"signFrom\":\"" + signFrom + "\"")
            };
            TestKeys.write(one.file(), rotation);
            one.awaitPublished(newKid);
            runUntil(clock.now().plus(UNTIL_THE_OTHER_FILE_CHANGES), clock, load);
            TestKeys.write(two.file(), rotation);
            two.awaitPublished(newKid);
            runUntil(signFrom, clock, load);
            runUntil(retireAt, clock, load);
            for (Installed replica : List.of(one, two)) {
                assertEquals(false, replica.jwks().contains(oldKid), "the old key is published after its end");
            }
            runUntil(retireAt.plus(MAX_AGE).plus(STEP), clock, load);
            load.stop();
        }
        assertEquals(Set.of(oldKid, newKid), verifiers.tokens().keySet());
        System.out.printf(
                Locale.ROOT,
                "faults: a key replaced on two replicas under load: %d verifiers that keep the keys for %d s (fetched %,d"
                        + " times) met %,d tokens of the old key and %,d of the new one, 0 unknown%n",
                verifiers.size(),
                MAX_AGE.toSeconds(),
                verifiers.fetches(),
                verifiers.tokens().get(oldKid),
                verifiers.tokens().get(newKid));
    }

    private void runUntil(Instant time, SettableClock clock, Load load) throws InterruptedException {
        while (clock.now().isBefore(time)) {
            Installed replica = kept.size() % 2 == 0 ? first : second;
            kept.add(replica.client().register());
            load.run(REAL_TIME_OF_A_STEP);
            while (endOf(kept.element()).isBefore(clock.now().plus(STEP.multipliedBy(2)))) {
                assertAccepted(kept.remove().accessToken());
            }
            clock.advance(STEP);
        }
    }

    private static Instant endOf(SignedInUser user) {
        return Instant.ofEpochSecond(
                TestTokens.claimsOf(user.accessToken()).get("exp").longValue());
    }

    private void assertAccepted(String token) {
        for (Installed replica : List.of(first, second)) {
            Answer answer = replica.client().verify(token);
            assertEquals(200, answer.status(), answer::toString);
        }
        verifiers.accept(token);
    }

    private Supplier<Answer> loggingIn() {
        SignedInUser user = first.client().register();
        AtomicInteger number = new AtomicInteger();
        return () -> {
            Installed replica = number.getAndIncrement() % 2 == 0 ? first : second;
            Answer answer = replica.client().login(user.email());
            verifiers.accept(answer.signedIn(200, user.email()).accessToken());
            return answer;
        };
    }

    /** At both replicas with one token, which must give the same pair, whichever key signs. */
    private Supplier<Answer> refreshing() {
        ThreadLocal<SignedInUser> session =
                ThreadLocal.withInitial(() -> first.client().register());
        return () -> {
            SignedInUser user = session.get();
            Answer answer = first.client().refresh(user.refreshToken());
            assertEquals(
                    answer.body(), second.client().refresh(user.refreshToken()).body());
            session.set(answer.renewed(user));
            verifiers.accept(session.get().accessToken());
            return answer;
        };
    }

    @Test
    void aKeyThatIsToSignTooEarlyDoesNotAndReadinessSaysSo() {
        try (RedisProcess redis = RedisProcess.start(RedisProcess.AOF);
                Installed one = Installed.start(redis, Map.of(), TestKeys.entry(oldKey))) {
            TestKeys.write(
                    one.file(),
                    TestKeys.entry(oldKey),
                    TestKeys.entry(
                            newKey,
                            "\"publishFrom\":\"" + Instant.now().minusSeconds(7200) + "\"",
                            "\"signFrom\":\"" + Instant.now().minusSeconds(3600) + "\""));
            one.awaitPublished(newKid);

            String token = one.client().register().accessToken();
            assertEquals(oldKid, TestTokens.headerOf(token).get("kid").textValue());
            Answer readiness = one.replica().readiness();
            assertEquals(200, readiness.status(), readiness::toString);
            assertEquals(true, readiness.body().contains("does not sign with " + newKid), readiness::toString);
        }
    }

    @Test
    void aFileThatIsBrokenChangesNothingAndIsToldOnce() {
        try (RedisProcess redis = RedisProcess.start(RedisProcess.AOF);
                Installed one = Installed.start(redis, Map.of(), TestKeys.entry(oldKey))) {
            String jwks = one.jwks();
            SignedInUser before = one.client().register();
            TestKeys.writeText(one.file(), "{\"keys\":[{\"pem\":\"-----BEGIN");

            await("the fault")
                    .atMost(UNTIL_A_FILE_IS_READ)
                    .until(() -> one.replica().readiness().body().contains("JWT_KEYS_FILE is neither JSON nor PEM"));
            await("no more of it")
                    .during(Duration.ofSeconds(11))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> timesLogged(one, "JWT_KEYS_FILE is neither JSON nor PEM") == 1);
            assertEquals(200, one.replica().readiness().status());
            assertEquals(jwks, one.jwks());
            assertEquals(200, one.client().verify(before.accessToken()).status());
            SignedInUser renewed = one.client().refresh(before.refreshToken()).renewed(before);
            assertEquals(
                    oldKid,
                    TestTokens.headerOf(renewed.accessToken()).get("kid").textValue());

            TestKeys.write(one.file(), TestKeys.entry(oldKey));
            await("the end of the fault")
                    .atMost(UNTIL_A_FILE_IS_READ)
                    .until(() -> timesLogged(one, "JWT_KEYS_FILE is in use again") == 1);
        }
    }

    private static int timesLogged(Installed replica, String text) {
        return replica.replica().process().log().split(text, -1).length - 1;
    }
}
