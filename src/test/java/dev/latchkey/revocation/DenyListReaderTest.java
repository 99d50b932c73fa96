package dev.latchkey.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas that meet at one lost bucket; {@link RevokedTokensTest} lets many race for it. */
@QuarkusTest
class DenyListReaderTest {
    private static final Bucket BUCKET = Bucket.all().skip(7).findFirst().orElseThrow();

    @Inject
    RedisDataSource redis;

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

    private DenyListReader newReader() {
        return new DenyListReader(
                new BatchingRedis(redis.getReactive().getRedis().getDelegate(), "standalone"), Clock.systemUTC());
    }

    private static Epoch epoch(Future<DenyListReader.Found> found) {
        return UniHelper.toUni(found).await().indefinitely().epoch();
    }
}
