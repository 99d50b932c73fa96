package dev.latchkey.stand;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A mail server that fails as a test tells it to, at any step, and keeps what it got as it was on the wire. Where no
 * fault is set it takes everything, at once.
 */
public final class SmtpStub implements AutoCloseable {

    /** What a client waits at, for an answer. */
    public enum Step {
        CONNECT("220 stub.example.test ESMTP"),
        EHLO("250-stub.example.test\r\n250 AUTH PLAIN"),
        AUTH("235 2.7.0 Welcome"),
        MAIL("250 2.1.0 Ok"),
        RCPT("250 2.1.5 Ok"),
        DATA("354 Go on"),
        END_OF_DATA("250 2.0.0 Ok");

        private final String success;

        Step(String success) {
            this.success = success;
        }
    }

    /** What it does in place of a success: it says this, or says nothing and keeps the connection, or closes it. */
    public sealed interface Fault {
        record Reply(String line) implements Fault {}

        record Hang() implements Fault {}

        record HangUp() implements Fault {}
    }

    /**
     * A mail as it came.
     *
     * @param data all between the answer to DATA and the dot, each byte one character
     * @param accepted whether the client was told so
     */
    public record Received(String from, List<String> to, String data, boolean accepted) {

        /** The same, as its recipient reads it. */
        public SmtpServer.Received asRead() {
            try {
                byte[] bytes = data.getBytes(StandardCharsets.ISO_8859_1);
                Session none = Session.getInstance(new Properties());
                return new SmtpServer.Received(new MimeMessage(none, new ByteArrayInputStream(bytes)));
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final Map<String, Step> STEPS = Map.of(
            "EHLO", Step.EHLO, "HELO", Step.EHLO, "AUTH", Step.AUTH, "MAIL", Step.MAIL, "RCPT", Step.RCPT, "DATA",
            Step.DATA);

    private static final String END_OF_DATA = "\r\n.\r\n";

    private final int port = Ports.free();
    private final Map<Step, Fault> faults = new ConcurrentHashMap<>();
    private final Map<String, Fault> faultsOfRecipients = new ConcurrentHashMap<>();
    private final Map<Step, Integer> reached = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private ServerSocket server;
    private Thread accepting;

    private SmtpStub() {
        listen();
    }

    public static SmtpStub start() {
        return new SmtpStub();
    }

    /** For {@code SMTP_URL}. */
    public String url() {
        return "smtp://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** From now on it fails there, on connections that are open as well. */
    public void failAt(Step step, Fault fault) {
        faults.put(step, fault);
    }

    /** From now on it fails at RCPT with this recipient. */
    public void failAtRecipient(String email, Fault fault) {
        faultsOfRecipients.put(email, fault);
    }

    /** No connection is accepted any more, and those that are open are gone. */
    public void refuse() {
        close();
    }

    /** All is well again; connections that hang are closed. */
    public void recover() {
        faults.clear();
        faultsOfRecipients.clear();
        closeConnections();
        if (server.isClosed()) {
            listen();
        }
    }

    /** How often a client has come to this step. */
    public int reached(Step step) {
        return reached.getOrDefault(step, 0);
    }

    /** All that came whole, in the order in which it did, whether it was accepted then or not. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** What the client knows to be accepted. */
    public List<Received> accepted() {
        return received.stream().filter(Received::accepted).toList();
    }

    private void listen() {
        try {
            server = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket listening = server;
        accepting = run(() -> {
            while (true) {
                Socket client = listening.accept();
                connections.add(client);
                run(() -> {
                    try (client) {
                        new Connection(client).serve();
                    } finally {
                        connections.remove(client);
                    }
                });
            }
        });
    }

    /** Where a client is in the conversation. */
    private final class Connection {
        private final InputStream in;
        private final OutputStream out;
        private String from = "";
        private final List<String> to = new ArrayList<>();

        Connection(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        void serve() throws IOException {
            boolean goesOn = answer(Step.CONNECT, faults.get(Step.CONNECT));
            while (goesOn) {
                goesOn = answer(readTo("\r\n"));
            }
        }

        private boolean answer(String line) throws IOException {
            String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            Step step = STEPS.get(verb);
            if (step == null) {
                say(verb.equals("QUIT") ? "221 2.0.0 Bye" : "250 2.0.0 Ok");
                return !verb.equals("QUIT");
            }
            Fault fault = faults.get(step);
            if (step == Step.MAIL) {
                from = address(line);
                to.clear();
            } else if (step == Step.RCPT) {
                to.add(address(line));
                fault = faultsOfRecipients.getOrDefault(address(line), fault);
            }
            return answer(step, fault) && (step != Step.DATA || fault != null || receive());
        }

        private boolean receive() throws IOException {
            // The line before the first one ended with the command.
            String data = readTo(END_OF_DATA);
            Fault fault = faults.get(Step.END_OF_DATA);
            received.add(new Received(from, List.copyOf(to), data, fault == null));
            return answer(Step.END_OF_DATA, fault);
        }

        /** Whether the connection goes on. */
        private boolean answer(Step step, Fault fault) throws IOException {
            reached.merge(step, 1, Integer::sum);
            if (fault instanceof Fault.HangUp) {
                return false;
            }
            if (fault instanceof Fault.Hang) {
                in.transferTo(OutputStream.nullOutputStream());
                return false;
            }
            say(fault instanceof Fault.Reply reply ? reply.line() : step.success);
            return true;
        }

        private void say(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** All up to this end, without it. */
        private String readTo(String end) throws IOException {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            int matched = 0;
            while (matched < end.length()) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("The client is gone.");
                }
                read.write(next);
                matched = next == end.charAt(matched) ? matched + 1 : next == end.charAt(0) ? 1 : 0;
            }
            String all = read.toString(StandardCharsets.ISO_8859_1);
            return all.substring(0, all.length() - end.length());
        }

        private static String address(String line) {
            return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Thread run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // One side has ended it.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void closeConnections() {
        connections.forEach(SmtpStub::close);
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** While the thread that accepts has not noticed, it may still be given a connection. */
    @Override
    public void close() {
        close(server);
        try {
            accepting.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        closeConnections();
    }
}
