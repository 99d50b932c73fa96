package dev.latchkey.denylist;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DenyListWatchTest {
    private static final Duration OFTEN = Duration.ofMillis(1);

    @Inject
    RedisDataSource redis;

    @Inject
    DenyList denyList;

    @Inject
    Vertx vertx;

    private DenyListWatch watch;

    @BeforeEach
    void start() {
        watch = new DenyListWatch(denyList, vertx, OFTEN);
        watch.start(new StartupEvent());
    }

    @AfterEach
    void stop() {
        watch.stop(new ShutdownEvent());
    }

    @Test
    void beginsTheEpochsOfAllBucketsAgainAndAgainWithoutAnyRequest() {
        for (int losses = 0; losses < 3; losses++) {
            redis.flushall();
            await().until(() -> redis.key().keys("denylist:*:epoch").size() == 64);
        }
        Set<String> epochs = Set.copyOf(redis.key().keys("denylist:*:epoch"));
        assertEquals(Bucket.all().map(Bucket::epochKey).collect(Collectors.toSet()), epochs);
    }
}
