package dev.latchkey.denylist;

import static org.awaitility.Awaitility.await;

import dev.latchkey.observe.Gauges;
import dev.latchkey.observe.TestAudit;
import dev.latchkey.redis.RedisCommands;
import dev.latchkey.redis.TestRedisSettings;
import dev.latchkey.stand.RedisProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DenyListWatchTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Duration A_WHILE = INTERVAL.multipliedBy(20);

    private final Vertx vertx = Vertx.vertx();
    private final RedisProcess server = RedisProcess.start(RedisProcess.AOF);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Gauges gauges = new Gauges(registry);
    private final DenyList denyList = new DenyList(
            new RedisCommands(Redis.createClient(vertx, "redis://" + server.address()), LIMIT),
            TestAudit.newEvents(),
            new ClockOffset(TestAudit.newEvents(), gauges),
            Clock.systemUTC());
    private final DenyListWatch watch =
            new DenyListWatch(denyList, TestAudit.newEvents(), gauges, vertx, TestRedisSettings.watchedEach(INTERVAL));

    @BeforeEach
    void start() {
        await().ignoreExceptions().until(() -> {
            watch.prepare();
            return true;
        });
        watch.start(new StartupEvent());
    }

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    @Nested
    class ARedisThatGoes {

        @Test
        void isNoticedAndSoIsThatItComesBack() {
            await().until(() -> redisAnswers());
            server.process().kill();
            await().until(() -> !redisAnswers());
            server.process().start();
            await().until(() -> redisAnswers());
        }

        @Test
        void isNotLookedForOnceTheWatchHasStopped() {
            await().until(() -> redisAnswers());
            watch.stop(new ShutdownEvent());
            long calls = server.scriptCalls();
            await().during(A_WHILE)
                    .until(() -> server.scriptCalls() - calls <= Bucket.all().count());
        }
    }

    private boolean redisAnswers() {
        return registry.get("latchkey.store.available").gauge().value() == 1;
    }
}
