package dev.latchkey.denylist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latchkey.denylist.DenyListReader.Seen;
import dev.latchkey.redis.RedisAddress;
import dev.latchkey.redis.RedisCommands;
import io.quarkus.redis.client.RedisHostsProvider;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas that meet at one lost bucket; {@link DenyListTest} lets many race for it. */
@QuarkusTest
class DenyListReaderTest {
    private static final Bucket BUCKET = Bucket.all().skip(7).findFirst().orElseThrow();

    @Inject
    RedisDataSource redis;

    @Inject
    RedisCommands commands;

    @Inject
    Vertx vertx;

    @Inject
    @Identifier(RedisAddress.PROVIDER)
    RedisHostsProvider address;

    private final List<Bucket> losses = new ArrayList<>();
    private DenyListReader here;
    private DenyListReader there;

    @BeforeEach
    void everythingIsLost() {
        redis.flushall();
        redis.execute("SCRIPT", "FLUSH");
        here = newReader();
        there = newReader();
    }

    @Test
    void learnsTheEpochThatAnotherReplicaBegan() {
        Epoch begun = epoch(there.read(BUCKET, losses::add));
        assertEquals(begun, epoch(here.read(BUCKET, losses::add)));
        assertEquals(List.of(BUCKET), losses);
    }

    /** Both found none; the other one was first. */
    @Test
    void goesByTheEpochThatAnotherReplicaBeganMeanwhile() {
        Epoch begun = epoch(there.beginAfter(BUCKET, null, null));
        assertEquals(begun, epoch(here.beginAfter(BUCKET, null, null)));
        assertEquals(begun, epoch(here.read(BUCKET, losses::add)));
    }

    /** Both found none; the other one was first, and then the server lost its scripts once more. */
    @Test
    void followsTheEpochThatAnotherReplicaBeganIfItIsLostAgain() {
        Epoch begun = epoch(there.beginAfter(BUCKET, null, null));
        redis.execute("SCRIPT", "FLUSH");
        Epoch followed = epoch(here.beginAfter(BUCKET, null, null));
        assertNotEquals(begun, followed);
        assertEquals(followed, epoch(there.read(BUCKET, losses::add)));
    }

    /** That is for whoever asked to tell; nothing is lost. */
    @Test
    void failsWithRedis() {
        Redis ownClient =
                Redis.createClient(vertx, address.getHosts().iterator().next().toString());
        DenyListReader reader = newReader(new RedisCommands(ownClient, Duration.ofSeconds(5)));
        epoch(reader.read(BUCKET, losses::add));
        losses.clear();
        ownClient.close();
        assertThrows(RuntimeException.class, () -> epoch(reader.read(BUCKET, losses::add)));
        assertEquals(List.of(), losses);
    }

    /** Answers to parallel requests may come in another order than Redis gave them. */
    @Test
    void keepsTheLaterOfTwoEpochs() {
        Seen first = seen(Epoch.beginning(Instant.EPOCH, null), 0);
        Seen second = seen(Epoch.beginning(Instant.EPOCH.plusSeconds(60), null), 0);
        assertEquals(first, DenyListReader.merge(null, first));
        assertEquals(second, DenyListReader.merge(first, second));
        assertEquals(second, DenyListReader.merge(second, first));
    }

    /** What was denied while the clock was behind is gone too early once it is right. */
    @Test
    void keepsTheLeastThatTheServersClockWasAheadInAnEpoch() {
        Epoch epoch = Epoch.beginning(Instant.EPOCH, null);
        assertEquals(seen(epoch, 1), DenyListReader.merge(seen(epoch, 1), seen(epoch, 2)));
        assertEquals(seen(epoch, 1), DenyListReader.merge(seen(epoch, 2), seen(epoch, 1)));
    }

    private static Seen seen(Epoch epoch, long ahead) {
        return new Seen(DenyListScript.of(BUCKET, epoch), new ServerTime(Instant.EPOCH, ahead, ahead));
    }

    private DenyListReader newReader() {
        return newReader(commands);
    }

    private static DenyListReader newReader(RedisCommands commands) {
        return new DenyListReader(commands, Clock.systemUTC());
    }

    private static Epoch epoch(Future<DenyListReader.Found> found) {
        return UniHelper.toUni(found).await().indefinitely().epoch();
    }
}
