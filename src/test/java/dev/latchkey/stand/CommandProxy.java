package dev.latchkey.stand;

import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a store, sees each command that is sent to it, and kills the store at the one that a test asks for. */
public final class CommandProxy implements AutoCloseable {
    private static final int TO_ANSWER_SECONDS = 5;

    /** When the store is killed: a command that has not reached it, or one whose answer reaches nobody. */
    public enum Moment {
        BEFORE_IT_IS_DONE,
        BEFORE_IT_IS_ANSWERED
    }

    private final ServerProcess store;
    private final WireProtocol protocol;
    private final ServerSocket server;
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private volatile Moment moment = Moment.BEFORE_IT_IS_DONE;
    private volatile String killedAt;

    private CommandProxy(ServerProcess store, WireProtocol protocol) {
        this.store = store;
        this.protocol = protocol;
        try {
            this.server = new ServerSocket(Ports.free(), 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(this::accept);
    }

    public static CommandProxy of(MongoProcess mongo) {
        return new CommandProxy(mongo.process(), WireProtocol.MONGODB);
    }

    public static CommandProxy of(RedisProcess redis) {
        return new CommandProxy(redis.process(), WireProtocol.REDIS);
    }

    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Kills the store at this command from now on, the first being 1; those that only ask whether it is there don't count. */
    public void killAt(int command, Moment when) {
        killedAt = null;
        moment = when;
        left.set(command);
    }

    /** Kills it no more; returns at what it was killed, once it is, or nothing if it was not. */
    public Optional<String> disarm() {
        boolean isBeingKilled = left.getAndSet(Integer.MAX_VALUE) <= 0;
        return isBeingKilled ? Optional.of(await("its end").until(() -> killedAt, Objects::nonNull)) : Optional.empty();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            run(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client;
                Socket there = new Socket(InetAddress.getLoopbackAddress(), store.port())) {
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            Answers answers = new Answers(there.getInputStream(), client.getOutputStream());
            run(answers::pass);
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            while (true) {
                WireProtocol.Command command = protocol.read(in);
                if (command.counts() && left.decrementAndGet() == 0) {
                    kill(command, answers, there.getOutputStream());
                    return;
                }
                there.getOutputStream().write(command.bytes());
            }
        }
    }

    private void kill(WireProtocol.Command command, Answers answers, OutputStream there) throws IOException {
        answers.drop();
        if (moment == Moment.BEFORE_IT_IS_ANSWERED) {
            there.write(command.bytes());
            answers.awaitDropped();
        }
        store.kill();
        killedAt = command.name();
    }

    private static final class Answers {
        private final InputStream from;
        private final OutputStream to;
        private final CountDownLatch dropped = new CountDownLatch(1);
        private volatile boolean drops;

        Answers(InputStream from, OutputStream to) {
            this.from = from;
            this.to = to;
        }

        void pass() throws IOException {
            try (from;
                    to) {
                byte[] buffer = new byte[8192];
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    if (drops) {
                        dropped.countDown();
                    } else {
                        to.write(buffer, 0, n);
                    }
                }
            }
        }

        void drop() {
            drops = true;
        }

        void awaitDropped() throws IOException {
            try {
                dropped.await(TO_ANSWER_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // One side has ended it, or the store is not there.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
