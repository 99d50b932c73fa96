package dev.latchkey.denylist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.redis.WritableRedis;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchingRedisTest {
    private static final int COMMANDS = 100;

    @Inject
    RedisDataSource redis;

    @Inject
    Vertx vertx;

    private BatchingRedis batching;

    @BeforeEach
    void newOne() {
        batching = new BatchingRedis(new WritableRedis(redis), "standalone");
    }

    @Test
    void givesEachCommandOfATurnItsOwnAnswer() throws Exception {
        List<Future<Response>> answers =
                inOneTurn(IntStream.range(0, COMMANDS).mapToObj(this::echo).toList());
        for (int i = 0; i < COMMANDS; i++) {
            assertEquals(i, answers.get(i).result().toInteger());
        }
    }

    @Test
    void letsACommandThatFailsFailAlone() throws Exception {
        List<Future<Response>> answers = inOneTurn(List.of(echo(1), unknownScript(), echo(2)));
        assertEquals(1, answers.get(0).result().toInteger());
        assertTrue(
                answers.get(1).cause().getMessage().startsWith("NOSCRIPT"),
                () -> answers.get(1).cause().getMessage());
        assertEquals(2, answers.get(2).result().toInteger());
    }

    @Test
    void sendsACommandThatIsAloneInItsTurn() throws Exception {
        assertEquals(7, inOneTurn(List.of(echo(7))).get(0).result().toInteger());
    }

    @Test
    void sendsAtOnceWhatAWorkerThreadAsks() {
        assertEquals(
                7,
                UniHelper.toUni(batching.send(echo(7))).await().indefinitely().toInteger());
    }

    /** The contract tests on a Cluster show that it takes none. */
    @Test
    void sendsEachCommandByItselfToACluster() throws Exception {
        batching = new BatchingRedis(new WritableRedis(redis), "cluster");
        List<Future<Response>> answers = inOneTurn(List.of(echo(1), echo(2)));
        assertEquals(1, answers.get(0).result().toInteger());
        assertEquals(2, answers.get(1).result().toInteger());
    }

    private Request echo(int number) {
        return Request.cmd(Command.ECHO).arg(number);
    }

    private static Request unknownScript() {
        return Request.cmd(Command.EVALSHA).arg("0".repeat(40)).arg(0);
    }

    private List<Future<Response>> inOneTurn(List<Request> requests) throws Exception {
        CompletableFuture<List<Future<Response>>> answered = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(turn -> {
            List<Future<Response>> answers =
                    requests.stream().map(batching::send).toList();
            Future.join(answers).onComplete(all -> answered.complete(answers));
        });
        return answered.get();
    }
}
