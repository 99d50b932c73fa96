package dev.latchkey.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.stand.RedisProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RedisCommandsTest {
    private static final int MANY = 500;
    private static final int MOST_WAITING = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Vertx vertx = Vertx.vertx();
    private final RedisProcess server = RedisProcess.start(RedisProcess.AOF);
    private RedisCommands commands;

    @BeforeEach
    void connectToIt() {
        commands = commands(LIMIT);
    }

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    @Nested
    class Pipeline {

        @Test
        void givesEachCommandItsOwnAnswerOverOneConnection() {
            List<Future<Response>> answers =
                    IntStream.range(0, MANY).mapToObj(this::echo).toList();
            for (int i = 0; i < MANY; i++) {
                assertEquals(i, RedisCommands.await(answers.get(i)).toInteger());
            }
            assertEquals(1, connections());
        }

        @Test
        void letsACommandThatFailsFailAlone() {
            Future<Response> before = echo(1);
            Future<Response> unknown = commands.send(
                    Request.cmd(Command.EVALSHA).arg("0".repeat(40)).arg(0));
            Future<Response> after = echo(2);
            assertEquals(1, RedisCommands.await(before).toInteger());
            AuthException failure = assertThrows(AuthException.class, () -> RedisCommands.await(unknown));
            assertEquals(AuthError.UNAVAILABLE, failure.error());
            assertTrue(failure.getCause().getMessage().startsWith("NOSCRIPT"), failure::toString);
            assertEquals(2, RedisCommands.await(after).toInteger());
            assertEquals(1, connections());
        }

        /** Redis holds all answers back until everything has been sent. */
        @Test
        void isBounded() {
            ping();
            server.ask("CLIENT", "PAUSE", "1000", "ALL");
            List<Future<Response>> answers =
                    IntStream.range(0, MOST_WAITING + MANY).mapToObj(this::echo).toList();
            await().until(() -> answers.stream().filter(Future::failed).count() == MANY);
            for (int i = 0; i < MOST_WAITING; i++) {
                assertEquals(i, RedisCommands.await(answers.get(i)).toInteger());
            }
        }

        private Future<Response> echo(int number) {
            return commands.send(Request.cmd(Command.ECHO).arg(number));
        }
    }

    @Nested
    class AConnection {

        /** One that is sent in the moment of its end may fail: nobody knows whether it was carried out. */
        @Test
        void thatTheServerClosedIsReplaced() {
            ping();
            server.ask("CLIENT", "KILL", "TYPE", "normal");
            awaitAPing();
            assertEquals(1, connections());
        }

        @Test
        void thatDoesNotAnswerInTimeIsReplaced() {
            commands = commands(Duration.ofMillis(200));
            ping();
            server.ask("CLIENT", "PAUSE", "10000", "WRITE");
            AuthException late = assertThrows(AuthException.class, () -> set("hung"));
            assertInstanceOf(TimeoutException.class, late.getCause());
            await("another, beside the one that still waits").until(() -> connections() == 2);
            ping();
            server.ask("CLIENT", "UNPAUSE");
            await("the end of the first").until(() -> connections() == 1);
        }

        /** As after a planned failover: nobody else closes it. */
        @Test
        void thatLeadsToAReplicaIsReplaced() {
            ping();
            String first = server.ask("CLIENT", "LIST");
            server.ask("REPLICAOF", "127.0.0.1", "1");
            AuthException refusal = assertThrows(AuthException.class, () -> set("refused"));
            assertTrue(refusal.getCause().getMessage().startsWith("READONLY"), refusal::toString);
            server.ask("REPLICAOF", "NO", "ONE");
            set("taken");
            await().until(() -> connections() == 1);
            assertTrue(idOf(server.ask("CLIENT", "LIST")) > idOf(first));
        }

        @Test
        void thatIsNotToBeHadIsTriedAgainByTheNextCommand() {
            ping();
            server.process().kill();
            assertThrows(AuthException.class, RedisCommandsTest.this::ping);
            server.process().start();
            ping();
        }
    }

    @Nested
    class AServerThatRefusesConnections {

        /** Ten times as many attempts as the client's pool has places. */
        private static final int ATTEMPTS = 60;

        @Test
        void isConnectedToAgainOnceItTakesThem() {
            commands = commands(Duration.ofMillis(100));
            awaitAPing();
            RedisConnection operator = join(
                    Redis.createClient(vertx, "redis://" + server.address()).connect());
            ask(operator, "CONFIG", "SET", "maxclients", "1");
            ask(operator, "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                assertThrows(AuthException.class, RedisCommandsTest.this::ping);
            }
            ask(operator, "CONFIG", "SET", "maxclients", "10000");
            awaitAPing();
        }

        private static void ask(RedisConnection operator, String command, String... arguments) {
            Request request = Request.cmd(Command.create(command));
            List.of(arguments).forEach(request::arg);
            join(operator.send(request));
        }

        private static <T> T join(Future<T> answer) {
            return answer.toCompletionStage().toCompletableFuture().join();
        }
    }

    private void set(String value) {
        RedisCommands.await(commands.send(Request.cmd(Command.SET).arg("key").arg(value)));
    }

    private void ping() {
        RedisCommands.await(commands.send(Request.cmd(Command.PING)));
    }

    private void awaitAPing() {
        await().ignoreExceptions().until(() -> {
            ping();
            return true;
        });
    }

    /** Without the one that asks. */
    private long connections() {
        return server.ask("CLIENT", "LIST")
                .lines()
                .filter(line -> line.contains("id=") && !line.contains("cmd=client"))
                .count();
    }

    private static long idOf(String list) {
        return list.lines()
                .filter(line -> !line.contains("cmd=client"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("(?s).*?\\bid=(\\d+) .*", "$1")))
                .max()
                .orElseThrow();
    }

    private RedisCommands commands(Duration limit) {
        RedisOptions options = new RedisOptions()
                .setConnectionString("redis://" + server.address())
                .setMaxWaitingHandlers(MOST_WAITING);
        return new RedisCommands(Redis.createClient(vertx, options), limit);
    }
}
