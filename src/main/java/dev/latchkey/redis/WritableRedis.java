package dev.latchkey.redis;

import io.quarkus.redis.datasource.RedisDataSource;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends commands to the Redis that takes writes. After a planned failover the connections to the former master stay
 * open: one that leads to a replica is closed, and the command, which has not been carried out, is sent on another. That
 * one is made to wherever the address leads by then, or to whom Sentinel calls the master.
 */
public final class WritableRedis {
    /** In a pool more connections than one may lead to the former master. */
    private static final int TRIES = 4;

    private final Redis redis;

    public WritableRedis(RedisDataSource redis) {
        this(redis.getReactive().getRedis().getDelegate());
    }

    public WritableRedis(Redis redis) {
        this.redis = redis;
    }

    /** The answer; an error of Redis is a failure. */
    public Future<Response> send(Request request) {
        return send(request, TRIES);
    }

    /** All answers; fails if one of the commands does. Does not look for another Redis. */
    public Future<List<Response>> batch(List<Request> requests) {
        return redis.batch(requests);
    }

    /**
     * Waits for an answer, not on an event loop; {@link java.util.concurrent.CompletionException} if there is none in
     * time, or if it is an error, with that for its cause.
     */
    <T> T await(Future<T> answer, Duration atMost) {
        return answer.timeout(atMost.toMillis(), TimeUnit.MILLISECONDS)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private Future<Response> send(Request request, int tries) {
        return redis.connect().compose(connection -> connection.send(request).transform(answer -> {
            if (answer.succeeded() || !isOfAReplica(answer.cause())) {
                connection.close();
                return answer.succeeded()
                        ? Future.succeededFuture(answer.result())
                        : Future.failedFuture(answer.cause());
            }
            return drop(connection)
                    .transform(dropped -> tries == 1 ? Future.failedFuture(answer.cause()) : send(request, tries - 1));
        }));
    }

    /** At QUIT the server closes the connection, which takes it out of the pool. */
    private static Future<Response> drop(RedisConnection connection) {
        return connection.send(Request.cmd(Command.QUIT));
    }

    /** Within the errors of scripts, too. */
    private static boolean isOfAReplica(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("READONLY") || message.startsWith("MASTERDOWN");
    }
}
