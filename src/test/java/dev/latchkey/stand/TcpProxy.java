package dev.latchkey.stand;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An address that can be moved to another server, as a name in DNS or a Service can: connections that are open stay
 * where they are.
 */
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket server;
    private final Queue<Closeable> open = new ConcurrentLinkedQueue<>();
    private volatile int target;

    /** @param target the port that connections lead to, on this machine */
    public TcpProxy(int target) {
        this.target = target;
        try {
            this.server = new ServerSocket(Ports.free(), 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(this::accept);
    }

    /** Where new connections lead from now on. */
    public void moveTo(int port) {
        target = port;
    }

    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            open.add(client);
            Socket there = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(there);
            run(() -> copy(client, there));
            run(() -> copy(there, client));
        }
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.setTcpNoDelay(true);
            from.getInputStream().transferTo(to.getOutputStream());
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
                // One side has ended it.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        open.add(server);
        for (Closeable each : open) {
            try {
                each.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
