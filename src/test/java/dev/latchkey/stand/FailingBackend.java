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
    private static final List<String> HANDSHAKES = List.of("hello", "isMaster", "ismaster");

    /** How a command fails. */
    private interface Fault {
        /** The answer instead, or null: to carry it out, and lose the answer. */
        Document answer();
    }

    private record OfCommand(String command, AtomicInteger left, Fault fault) {}

    private final AtomicReference<OfCommand> next = new AtomicReference<>();
    private final Map<String, Document> answered = new ConcurrentHashMap<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private volatile int port;

    /** The port that it listens on, which a member of a replica set has to tell. */
    public void listensOn(int itsPort) {
        port = itsPort;
    }

    /** The next commands of this name are answered with an error of this code. */
    public void failWith(String command, int code, int times) {
        next.set(new OfCommand(
                command,
                new AtomicInteger(times),
                () -> new Document("ok", 0).append("code", code).append("errmsg", "injected " + code)));
    }

    /** The next command of this name is carried out, and its answer lost. */
    public void loseTheAnswerTo(String command) {
        next.set(new OfCommand(command, new AtomicInteger(1), () -> null));
    }

    /** Fails no longer. */
    public void recover() {
        next.set(null);
    }

    /** How often a write came once more that had been carried out. */
    public int repeated() {
        return repeated.get();
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        Document request = message.getDocument();
        String command = request.keySet().iterator().next();
        OfCommand fault = next.get();
        if (fault == null || !fault.command().equals(command) || fault.left().getAndDecrement() <= 0) {
            return carryOut(message);
        }
        Document answer = fault.fault().answer();
        if (answer == null) {
            carryOut(message);
            message.getChannel().close().syncUninterruptibly();
            throw new IllegalStateException("the answer is lost");
        }
        return answer;
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
