package dev.latchkey.denylist;

import static dev.latchkey.Problems.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.Parallel;
import dev.latchkey.ShiftableClock;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.observe.TestAudit;
import dev.latchkey.redis.RedisCommands;
import dev.latchkey.redis.TestRedisSettings;
import dev.latchkey.token.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DenyListLossTest {
    @Inject
    RedisDataSource redis;

    @Inject
    RedisCommands commands;

    @Inject
    DenyListWatch watch;

    @Inject
    Vertx vertx;

    @Inject
    ShiftableClock shifted;

    @AfterEach
    void backToTheSystemsTime() {
        shifted.reset();
    }

    @Nested
    class Loss {

        @Test
        void ofEverythingNeverBringsARevokedTokenBack() {
            SignedInUser user = TestUsers.register();
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);
            redis.flushall();
            TestUsers.details(user.accessToken()).then().spec(problem(403, "stale_token"));
            TestUsers.refresh(user.refreshToken()).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void ofEverythingCostsASignedInUserOneRefresh() {
            SignedInUser user = TestUsers.register();
            redis.flushall();
            TestUsers.details(user.accessToken()).then().spec(problem(403, "stale_token"));
            Response pair = TestUsers.refresh(user.refreshToken());
            pair.then().statusCode(200);
            TestUsers.details(pair.path("data.accessToken")).then().statusCode(200);
        }

        /** Within one second {@code iat} can't tell which came first. */
        @Test
        void twiceInASecondNeverBringsARevokedTokenBack() {
            redis.flushall();
            SignedInUser user = TestUsers.register();
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);
            redis.flushall();
            TestUsers.details(user.accessToken()).then().spec(problem(403, "stale_token"));
        }

        /** A snapshot of the same second holds what was vouched for, but not its revocation. */
        @Test
        void isNotHiddenByTokensThatWereVouchedFor() {
            redis.flushall();
            SignedInUser user = TestUsers.register();
            Bucket bucket = bucketOf(user);
            String token = bucket.tokenKey(
                    TestTokens.claimsOf(user.accessToken()).get("jti").textValue());
            String vouched = redis.value(String.class).get(token);
            String epoch = redis.value(String.class).get(bucket.epochKey());
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);

            redis.flushall();
            redis.value(String.class).set(token, vouched);
            redis.value(String.class).set(bucket.epochKey(), epoch);
            redis.execute("SCRIPT", "FLUSH");
            TestUsers.details(user.accessToken()).then().spec(problem(403, "stale_token"));
        }

        /** The server has been in charge before, and lacks what happened under another one since. */
        @Test
        void isNoticedWhenAServerComesBackWithTheScriptsOfAnEarlierEpoch() {
            SignedInUser user = TestUsers.register();
            Bucket bucket = bucketOf(user);
            TestUsers.details(user.accessToken()).then().statusCode(200);
            redis.value(String.class)
                    .set(bucket.epochKey(), Epoch.beginning(Instant.EPOCH, null).stored());
            TestUsers.details(user.accessToken()).then().spec(problem(403, "stale_token"));
        }

        /** A former master that was cut off is still in the epoch of its reign, and knows its script. */
        @Test
        void isNoticedWhenAServerComesBackInAnEarlierEpoch() {
            SignedInUser user = TestUsers.register();
            Bucket bucket = bucketOf(user);
            String earlier = redis.value(String.class).get(bucket.epochKey());
            shifted.advance(Duration.ofSeconds(10));
            redis.key().del(bucket.epochKey());
            TestUsers.details(user.accessToken()).then().spec(problem(403, "stale_token"));
            redis.value(String.class).set(bucket.epochKey(), earlier);
            TestUsers.details(user.accessToken()).then().spec(problem(403, "stale_token"));
        }

        /** A copy that lags takes over, nobody asks it for this bucket, and the former master comes back as its copy. */
        @Test
        void isNoticedBetweenTwoFailoversWithoutAnyRequest() {
            SignedInUser user = TestUsers.register();
            Bucket bucket = bucketOf(user);
            Epoch epoch = new Epoch(redis.value(String.class).get(bucket.epochKey()));
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);

            logoutsIn(bucket).forEach(key -> redis.key().del(key));
            redis.execute("SCRIPT", "FLUSH");
            UniHelper.toUni(watch.look()).await().indefinitely();
            redis.execute("SCRIPT", "LOAD", DenyListScript.of(bucket, epoch).text());
            TestUsers.details(user.accessToken()).then().spec(problem(403, "stale_token"));
        }

        @Test
        void isMadeGoodOnceByParallelRequests() throws Exception {
            SignedInUser user = TestUsers.register();
            redis.flushall();
            Set<Epoch> epochs = Set.copyOf(
                    Parallel.race(16, () -> newReplica().epochOf(TestTokens.sessionOf(user.refreshToken()))));
            assertEquals(1, epochs.size(), epochs::toString);
        }

        /** A new Redis, whose epochs a start is about to begin. */
        @Test
        void isNotWhatAStartFindsInANewRedis() {
            redis.flushall();
            assertEquals(0, UniHelper.toUni(newWatch().look()).await().indefinitely());
            assertEquals(Set.of(), Set.copyOf(redis.key().keys("denylist:*:epoch")));
        }

        @Test
        void doesNotVouchForATokenThatIsRevokedLater() {
            redis.flushall();
            SignedInUser user = TestUsers.register();
            TestUsers.details(user.accessToken()).then().statusCode(200);
            TestUsers.refresh(user.refreshToken()).then().statusCode(200);
            TestUsers.details(user.accessToken()).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void isMadeGoodForAllBucketsAtTheStart() {
            redis.flushall();
            watch.prepare();
            Set<String> epochs = Set.copyOf(redis.key().keys("denylist:*:epoch"));
            assertEquals(Bucket.all().map(Bucket::epochKey).collect(Collectors.toSet()), epochs);
        }

        @Test
        void isNotSeenByAStartThatFindsTheListComplete() {
            watch.prepare();
            SignedInUser user = TestUsers.register();
            String epoch = redis.value(String.class).get(bucketOf(user).epochKey());
            watch.prepare();
            assertEquals(epoch, redis.value(String.class).get(bucketOf(user).epochKey()));
            TestUsers.details(user.accessToken()).then().statusCode(200);
        }

        @Test
        void beforeALoginCostsNothing() {
            SignedInUser user = TestUsers.register();
            redis.flushall();
            TestUsers.details(TestUsers.login(user).accessToken()).then().statusCode(200);
        }

        /** An old snapshot holds the epoch, but not the latest revocations: only the missing script tells. */
        @Test
        void ofTheLatestEntriesAtARestartIsNoticed() {
            SignedInUser user = TestUsers.register();
            Bucket bucket = bucketOf(user);
            String epoch = redis.value(String.class).get(bucket.epochKey());
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);

            redis.flushall();
            redis.value(String.class).set(bucket.epochKey(), epoch);
            redis.execute("SCRIPT", "FLUSH");
            TestUsers.details(user.accessToken()).then().spec(problem(403, "stale_token"));
        }

        @Test
        void ofOneBucketLeavesTheOthersAlone() {
            SignedInUser lost = TestUsers.register();
            SignedInUser other = userOfAnotherBucket(bucketOf(lost));
            redis.key().keys("denylist:{" + bucketOf(lost).name() + "}:*").forEach(key -> redis.key()
                    .del(key));
            TestUsers.details(lost.accessToken()).then().spec(problem(403, "stale_token"));
            TestUsers.details(other.accessToken()).then().statusCode(200);
        }

        private SignedInUser userOfAnotherBucket(Bucket bucket) {
            SignedInUser user = TestUsers.register();
            return bucketOf(user).equals(bucket) ? userOfAnotherBucket(bucket) : user;
        }
    }

    private static Bucket bucketOf(SignedInUser user) {
        return Bucket.of(TestTokens.sessionOf(user.refreshToken()));
    }

    private DenyList newReplica() {
        return new DenyList(
                commands,
                TestAudit.newEvents(),
                new ClockOffset(TestAudit.newEvents(), TestAudit.newGauges()),
                Clock.systemUTC());
    }

    private DenyListWatch newWatch() {
        return new DenyListWatch(
                newReplica(),
                TestAudit.newEvents(),
                TestAudit.newGauges(),
                vertx,
                TestRedisSettings.watchedEach(Duration.ZERO));
    }

    private Set<String> logoutsIn(Bucket bucket) {
        return redis.key().keys("denylist:{" + bucket.name() + "}:*").stream()
                .filter(key -> "logout".equals(redis.value(String.class).get(key)))
                .collect(Collectors.toSet());
    }
}
