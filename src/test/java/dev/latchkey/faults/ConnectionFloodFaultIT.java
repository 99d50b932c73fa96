package dev.latchkey.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What clients that never finish their requests can take from a process with a small heap. */
@Tag("faults")
class ConnectionFloodFaultIT {
    private static final int CONNECTIONS = 2_000;
    private static final int SMALL_LIMIT = 50;
    private static final List<String> SMALL_HEAP = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
    private static final String BEGINNING = "GET / HTTP/1.1\r\nHost: latchkey\r\n";
    private static final String REQUEST = BEGINNING + "\r\n";
    private static final Duration TO_GIVE_UP = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(4);

    private static MongoProcess mongo;
    private static RedisProcess redis;
    private static Replica latchkey;

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void start() {
        mongo = MongoProcess.start();
        redis = RedisProcess.start(RedisProcess.AOF);
        latchkey = Replica.start(mongo.address(), redis.address(), Map.of(), SMALL_HEAP);
    }

    @AfterAll
    static void stop() {
        latchkey.close();
        redis.close();
        mongo.close();
    }

    @AfterEach
    void closeAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    @Test
    void longHeadsThatAreNotFinishedLeaveOthersServed() throws IOException {
        flood("long lines", "X-Filler: " + "a".repeat(1_000) + "\r\n");
    }

    @Test
    void manyLinesThatAreNotFinishedLeaveOthersServed() throws IOException {
        flood("short lines", "a:\r\n");
    }

    private void flood(String kind, String line) throws IOException {
        byte[] head = (BEGINNING + line.repeat(60_000 / line.length())).getBytes(US_ASCII);
        int cutOff = 0;
        long slowest = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            cutOff += send(open(latchkey), head) ? 0 : 1;
            if (i % 100 == 0) {
                slowest = Math.max(slowest, millisOfAnAnswer());
            }
        }
        slowest = Math.max(slowest, millisOfAnAnswer());
        assertTrue(latchkey.isReady());
        System.out.printf(
                Locale.ROOT,
                "faults: %d unfinished heads of 60 KB, %s, at -Xmx256m: %d cut off while they were sent, others served,"
                        + " the slowest after %d ms; %d MB resident%n",
                CONNECTIONS,
                kind,
                cutOff,
                slowest,
                latchkey.process().residentMegabytes());
    }

    private static long millisOfAnAnswer() {
        long start = System.nanoTime();
        assertEquals(200, latchkey.client().status().status());
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    @Test
    void aHeadThatComesByteByByteIsGivenUp() throws IOException {
        Socket socket = open(latchkey);
        send(socket, BEGINNING.getBytes(US_ASCII));
        long start = System.nanoTime();
        String answer = readWhileSending(socket, "a");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
        assertTrue(took.compareTo(TO_GIVE_UP.plus(MARGIN)) < 0, took::toString);
    }

    @Test
    void aConnectionWithoutARequestIsGivenUp() throws IOException {
        String answer = readWhileSending(open(latchkey), "");
        assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
    }

    /** Proxies keep connections open for the requests to come. */
    @Test
    void aConnectionMayRestBetweenTwoRequests() throws Exception {
        Socket socket = open(latchkey);
        send(socket, REQUEST.getBytes(US_ASCII));
        assertTrue(read(socket).startsWith("HTTP/1.1 200 "));
        socket.setSoTimeout((int) TO_GIVE_UP.plus(MARGIN).toMillis());
        assertThrows(SocketTimeoutException.class, socket.getInputStream()::read, "was closed");
        send(socket, REQUEST.getBytes(US_ASCII));
        assertTrue(read(socket).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void requestsThatDoNotWaitForTheirAnswersAreBounded() throws IOException {
        Socket socket = open(latchkey);
        socket.setSoTimeout(20_000);
        send(socket, REQUEST.repeat(10).getBytes(US_ASCII));
        assertTrue(read(socket).startsWith("HTTP/1.1 200 "));
        Socket greedy = open(latchkey);
        boolean taken = true;
        for (int i = 0; taken && i < 200; i++) {
            taken = send(greedy, REQUEST.repeat(1_000).getBytes(US_ASCII));
        }
        assertTrue(!taken, "all was taken in");
    }

    @Test
    void thereIsALimitOnConnections() throws IOException {
        try (Replica small = Replica.start(
                mongo.address(), redis.address(), Map.of("MAX_CONNECTIONS", Integer.toString(SMALL_LIMIT)))) {
            for (int i = 0; i < SMALL_LIMIT * 2; i++) {
                open(small);
            }
            Socket tooMany = open(small);
            assertEquals("", read(tooMany));
            closeAll();
            await().atMost(MARGIN).until(() -> small.client().status().status() == 200);
        }
    }

    private Socket open(Replica replica) throws IOException {
        Socket socket = new Socket("127.0.0.1", replica.process().port());
        socket.setSoTimeout(1_000);
        sockets.add(socket);
        return socket;
    }

    /** Whether all was taken. */
    private static boolean send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** What has come so far; empty if the connection was closed. */
    private static String read(Socket socket) {
        byte[] buffer = new byte[8192];
        try {
            int length = socket.getInputStream().read(buffer);
            return new String(buffer, 0, Math.max(0, length), US_ASCII);
        } catch (IOException closed) {
            return "";
        }
    }

    private static String readWhileSending(Socket socket, String drop) throws IOException {
        byte[] buffer = new byte[8192];
        for (Duration waited = Duration.ZERO;
                waited.compareTo(TO_GIVE_UP.plus(MARGIN)) < 0;
                waited = waited.plusSeconds(1)) {
            try {
                int length = socket.getInputStream().read(buffer);
                return new String(buffer, 0, Math.max(0, length), US_ASCII);
            } catch (SocketTimeoutException nothingYet) {
                send(socket, drop.getBytes(US_ASCII));
            }
        }
        return "";
    }
}
