package dev.latchkey.denylist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.latchkey.redis.ClusterPool;
import dev.latchkey.redis.WritableRedis;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code RedisClusterFaultIT} has a cluster, and what becomes of it without a bound. */
@QuarkusTest
class ClusterSendsTest {
    private static final int TOO_MANY = 100;
    private static final int TAKEN = ClusterPool.CHECKS + ClusterSends.MAX_WAITING;

    @Inject
    RedisDataSource redis;

    /** Redis holds all answers back until everything has been sent. */
    @Test
    void answersWhatFitsAndRefusesTheRestAtOnce() throws InterruptedException {
        ClusterSends sends = new ClusterSends(new WritableRedis(redis));
        redis.execute("CLIENT", "PAUSE", "1000", "ALL");
        List<Future<Response>> answers = IntStream.range(0, TAKEN + TOO_MANY)
                .mapToObj(i -> sends.send(Request.cmd(Command.ECHO).arg(i)))
                .toList();
        for (Future<Response> refused : answers.subList(TAKEN, TAKEN + TOO_MANY)) {
            assertInstanceOf(RejectedExecutionException.class, refused.cause());
        }
        List<Future<Response>> taken = answers.subList(0, TAKEN);
        CountDownLatch answered = new CountDownLatch(1);
        Future.join(taken).onComplete(all -> answered.countDown());
        answered.await();
        for (int i = 0; i < TAKEN; i++) {
            assertEquals(i, taken.get(i).result().toInteger());
        }
    }
}
