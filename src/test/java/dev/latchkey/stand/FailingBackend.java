package dev.latchkey.stand;

import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Looks like the primary of a replica set, which carries out a write that is sent again once (by session and number of
 * the transaction), and fails with what a test asks for.
 */
public final class FailingBackend extends MemoryBackend {
    /** The command by which a test tells what fails. */
    public static final String FAIL = "fail";

    private static final List<String> HANDSHAKES = List.of("hello", "isMaster", "ismaster");

    /**
     * @param code  of the error that is answered; 0: the command is carried out, and the answer lost
     * @param after the command that comes first, carried out; none if empty
     */
    private record Fault(String command, int code, AtomicInteger left, AtomicReference<String> after) {
        boolean concerns(String came) {
            if (!after.get().isEmpty()) {
                if (came.equals(after.get())) {
                    after.set("");
                }
                return false;
            }
            return command.equals(came) && left.getAndDecrement() > 0;
        }
    }

    private final AtomicReference<Fault> fault = new AtomicReference<>();
    private final Map<String, Document> answered = new ConcurrentHashMap<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private volatile int port;

    /** The port that it listens on, which a member of a replica set has to tell. */
    public void listensOn(int itsPort) {
        port = itsPort;
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        Document request = message.getDocument();
        String command = request.keySet().iterator().next();
        if (command.equals(FAIL)) {
            return fail(request);
        }
        Fault next = fault.get();
        if (next == null || !next.concerns(command)) {
            return carryOut(message);
        }
        if (next.code() != 0) {
            return new Document("ok", 0).append("code", next.code()).append("errmsg", "injected");
        }
        carryOut(message);
        message.getChannel().close();
        throw new IllegalStateException("the answer is lost");
    }

    /** What a test asks for; answers with how often a write came once more that had been carried out. */
    private Document fail(Document request) {
        fault.set(new Fault(
                (String) request.get(FAIL),
                ((Number) request.get("code")).intValue(),
                new AtomicInteger(((Number) request.get("times")).intValue()),
                new AtomicReference<>((String) request.get("after"))));
        return new Document("ok", 1.0).append("repeated", repeated.get());
    }

    private Document carryOut(MongoMessage message) {
        Document request = message.getDocument();
        Object number = request.get("txnNumber");
        if (number == null) {
            return super.handleMessage(message);
        }
        String write = request.get("lsid") + " " + number;
        Document before = answered.get(write);
        if (before != null) {
            repeated.incrementAndGet();
            return before;
        }
        Document answer = super.handleMessage(message).cloneDeeply();
        answered.put(write, answer);
        return answer;
    }

    @Override
    public Document handleCommand(Channel channel, String databaseName, String command, Document query) {
        Document answer = super.handleCommand(channel, databaseName, command, query);
        if (HANDSHAKES.contains(command)) {
            String me = "127.0.0.1:" + port;
            answer.put("setName", "rs0");
            answer.put("me", me);
            answer.put("primary", me);
            answer.put("hosts", List.of(me));
            answer.put("setVersion", 1);
            answer.put("secondary", false);
            answer.put("ismaster", true);
            answer.put("isWritablePrimary", true);
            answer.put("logicalSessionTimeoutMinutes", 30);
        }
        return answer;
    }
}
