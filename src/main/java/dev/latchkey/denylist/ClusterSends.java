package dev.latchkey.denylist;

import dev.latchkey.redis.ClusterPool;
import dev.latchkey.redis.WritableRedis;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends commands to a Redis Cluster, in the order they come, but no more at a time than {@link ClusterPool} has
 * connections for.
 */
final class ClusterSends {
    static final int MAX_WAITING = 1_000;

    private final WritableRedis redis;
    private final Queue<Command> waiting = new ArrayDeque<>();
    private int underWay;

    private record Command(Request request, Promise<Response> answer) {}

    ClusterSends(WritableRedis redis) {
        this.redis = redis;
    }

    /** The answer; fails at once if too many wait already. */
    Future<Response> send(Request request) {
        Promise<Response> answer = Promise.promise();
        if (!enqueue(new Command(request, answer))) {
            return Future.failedFuture(new RejectedExecutionException("too many commands wait for Redis"));
        }
        sendWaiting();
        return answer.future();
    }

    private void sendWaiting() {
        for (Command next = take(); next != null; next = take()) {
            Promise<Response> answer = next.answer();
            redis.send(next.request()).onComplete(response -> {
                giveBack();
                answer.handle(response);
                sendWaiting();
            });
        }
    }

    private synchronized boolean enqueue(Command command) {
        return waiting.size() < MAX_WAITING && waiting.add(command);
    }

    /** The next one that may be sent; null if there is none. */
    private synchronized Command take() {
        if (underWay == ClusterPool.CHECKS || waiting.isEmpty()) {
            return null;
        }
        underWay++;
        return waiting.remove();
    }

    private synchronized void giveBack() {
        underWay--;
    }
}
