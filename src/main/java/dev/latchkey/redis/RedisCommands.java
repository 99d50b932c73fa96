package dev.latchkey.redis;

import dev.latchkey.error.AuthException;
import dev.latchkey.settings.RedisType;
import dev.latchkey.settings.Settings;
import io.quarkus.redis.datasource.RedisDataSource;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends commands to the Redis that takes writes, each within the time limit, over one connection that stays open; of a
 * Cluster, over one to each node. Commands are pipelined: none waits for the answer to another. A connection that is
 * closed, does not answer in time, or leads to a replica, as after a planned failover, is replaced: the new one is made
 * to wherever the address leads by then, or to whom Sentinel calls the master.
 */
@Singleton
public final class RedisCommands {
    /** What the client says if it has not sent a command. */
    private static final String CLOSED = "Connection is closed";

    private static final String QUEUE_FULL = "Redis waiting queue is full";

    /** What the client makes of a command whose answer it does not get. */
    private static final String CLOSED_MEANWHILE = "CONNECTION_CLOSED";

    private final Redis client;
    private final Duration limit;

    /** For each command: after a failover the former master takes writes for seconds more, and others don't know of them. */
    private final boolean asksSentinel;

    /** Null before the first command. It is kept while another can't be made: of a Cluster, one node may be gone. */
    private volatile RedisConnection current;

    /** Null if none is being made. */
    private Future<RedisConnection> next;

    @Inject
    public RedisCommands(RedisDataSource redis, Settings.Redis settings) {
        this(
                redis.getReactive().getRedis().getDelegate(),
                settings.timeout(),
                settings.clientType() == RedisType.SENTINEL);
    }

    /** @param limit how long a command may take */
    public RedisCommands(Redis client, Duration limit) {
        this(client, limit, false);
    }

    private RedisCommands(Redis client, Duration limit, boolean asksSentinel) {
        this.client = client;
        this.limit = limit;
        this.asksSentinel = asksSentinel;
    }

    /**
     * The answer; an error of Redis is a failure, with the {@link Response} for its cause, and so is none in time. It is
     * sent once only, unless it is sure that it has not been carried out.
     */
    public Future<Response> send(Request request) {
        RedisConnection connection = current;
        Future<Response> answer = connection == null || asksSentinel
                ? sendOverAnother(connection, true, request)
                : send(connection, request);
        return answer.timeout(limit.toMillis(), TimeUnit.MILLISECONDS).onFailure(failure -> {
            if (failure instanceof TimeoutException) {
                replace(connection, false);
            }
        });
    }

    /** Waits for an answer, not on an event loop; {@code unavailable} with the cause if there is none. */
    public static <T> T await(Future<T> answer) {
        try {
            return answer.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw AuthException.unavailable(e.getCause());
        }
    }

    private Future<Response> send(RedisConnection connection, Request request) {
        return connection.send(request).recover(failure -> {
            if (isNotCarriedOut(failure)) {
                return sendOverAnother(connection, false, request);
            }
            if (isOfTheConnection(failure)) {
                replace(connection, false);
            }
            return Future.failedFuture(failure);
        });
    }

    private Future<Response> sendOverAnother(RedisConnection connection, boolean isWell, Request request) {
        return replace(connection, isWell).compose(another -> another.send(request));
    }

    /** The connection that takes its place, unless another command has replaced it already. */
    private synchronized Future<RedisConnection> replace(RedisConnection old, boolean isWell) {
        if (current != old) {
            return Future.succeededFuture(current);
        }
        if (next != null) {
            return next;
        }
        Promise<RedisConnection> made = Promise.promise();
        next = made.future();
        connect().onComplete(connection -> {
            take(connection, isWell);
            made.handle(connection);
        });
        return made.future();
    }

    /** Within the time limit, too: the client may never tell that the server has refused it. One that comes late is closed. */
    private Future<RedisConnection> connect() {
        Future<RedisConnection> connection = client.connect();
        Future<RedisConnection> inTime = connection.timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        connection.onSuccess(late -> {
            if (inTime.failed()) {
                late.close();
            }
        });
        return inTime;
    }

    /**
     * What is under way on the old one is still answered. One that is well goes back to the client, which may give it
     * out again. At QUIT the server closes it, if it is there: else nothing is read from it any more, and the client
     * does, see {@code quarkus.redis.tcp.read-idle-timeout}.
     */
    private synchronized void take(AsyncResult<RedisConnection> connection, boolean isWell) {
        RedisConnection old = current;
        next = null;
        if (connection.succeeded()) {
            current = connection.result();
            if (old != null && isWell) {
                old.close();
            } else if (old != null) {
                old.send(Request.cmd(Command.QUIT));
            }
        }
    }

    /** It was not sent, or was refused by a replica: within the errors of scripts, too. */
    private static boolean isNotCarriedOut(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.equals(CLOSED) || message.contains("READONLY") || message.startsWith("MASTERDOWN");
    }

    /** Not an error that Redis answered with. */
    private static boolean isOfTheConnection(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.equals(CLOSED_MEANWHILE) || !(failure instanceof Response) && !message.equals(QUEUE_FULL);
    }
}
