package dev.latchkey.denylist;

import dev.latchkey.redis.WritableRedis;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends the commands of all requests that are served in one turn of an event loop to Redis together. The busier the
 * service is, the more of them share a write, a read, and a connection. For commands that may be repeated.
 */
final class BatchingRedis {
    private final WritableRedis redis;
    private final boolean batches;
    private final ClusterSends cluster;

    /** What the turn under way has collected so far. */
    private final FastThreadLocal<List<Command>> turn = new FastThreadLocal<>() {
        @Override
        protected List<Command> initialValue() {
            return new ArrayList<>();
        }
    };

    private record Command(Request request, Promise<Response> answer) {}

    /** @param clientType {@code quarkus.redis.client-type}: a cluster takes a batch only for a single node, so gets none */
    BatchingRedis(WritableRedis redis, String clientType) {
        this.redis = redis;
        this.batches = !clientType.equals("cluster");
        this.cluster = new ClusterSends(redis);
    }

    Future<Response> send(Request request) {
        if (!batches) {
            return cluster.send(request);
        }
        ContextInternal context = (ContextInternal) Vertx.currentContext();
        if (context == null || !Context.isOnEventLoopThread()) {
            return redis.send(request);
        }
        List<Command> commands = turn.get();
        if (commands.isEmpty()) {
            context.runOnContext(end -> sendTogether());
        }
        Promise<Response> answer = context.promise();
        commands.add(new Command(request, answer));
        return answer.future();
    }

    private void sendTogether() {
        List<Command> commands = turn.get();
        turn.remove();
        if (commands.size() == 1) {
            sendAlone(commands.get(0));
            return;
        }
        redis.batch(commands.stream().map(Command::request).toList()).onComplete(answers -> {
            for (int i = 0; i < commands.size(); i++) {
                if (answers.succeeded()) {
                    commands.get(i).answer().complete(answers.result().get(i));
                } else {
                    sendAlone(commands.get(i));
                }
            }
        });
    }

    /** Also what was in a batch that failed: one error fails all of it. */
    private void sendAlone(Command command) {
        redis.send(command.request()).onComplete(command.answer());
    }
}
