package dev.latchkey.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pipeline of a connection, without a network. */
class ConnectionLimitsTest {
    private static final String BEGINNING = "GET / HTTP/1.1\r\nHost: x\r\n";
    private static final String REQUEST = BEGINNING + "\r\n";
    private static final String CHUNKED = BEGINNING + "Transfer-Encoding: chunked\r\n\r\n";
    private static final int LARGE_HEADS = 100_000;

    private final HeadBudget budget = new HeadBudget(LARGE_HEADS);
    private final EmbeddedChannel connection = connection();

    private EmbeddedChannel connection() {
        RequestHeads heads = new RequestHeads(budget);
        return new EmbeddedChannel(
                heads,
                new HttpRequestDecoder(40_000, 65_536, 8_192),
                new HttpResponseEncoder(),
                new RequestTarget(),
                new OneRequestAtATime(heads));
    }

    @AfterEach
    void close() {
        connection.finishAndReleaseAll();
    }

    @Nested
    class APipelinedRequest {
        @Test
        void waitsForTheAnswerToTheOneBefore() {
            send(connection, REQUEST + REQUEST);
            assertEquals(1, requests());
            answer(true);
            assertEquals(1, requests());
            assertTrue(connection.isOpen());
        }

        @Test
        void comesWithItsBody() {
            send(connection, REQUEST + CHUNKED + "2\r\n{}\r\n");
            assertEquals(1, requests());
            answer(true);
            assertEquals(1, requests());
            send(connection, "0\r\n\r\n" + REQUEST);
            assertEquals(0, requests());
            answer(true);
            assertEquals(1, requests());
        }

        @Test
        void isNotCarriedOutBehindAnAnswerThatCloses() {
            send(connection, REQUEST + REQUEST);
            assertEquals(1, requests());
            answer(false);
            assertEquals(0, requests());
            assertFalse(connection.isOpen());
        }

        @Test
        void doesNotCostTheOneBeforeItsAnswer() {
            send(connection, REQUEST + REQUEST);
            FullHttpResponse response = response(HttpResponseStatus.BAD_REQUEST);
            response.headers().set(HttpHeaderNames.CONNECTION, "close");
            connection.write(response);
            connection.runPendingTasks();
            assertTrue(written().startsWith("HTTP/1.1 400 "));
            assertFalse(connection.isOpen());
        }

        @Test
        void isNotCarriedOutIfItComesLater() {
            send(connection, CHUNKED);
            assertEquals(1, requests());
            answer(false);
            assertFalse(connection.isOpen());
        }

        @Test
        void isOneOfFew() {
            send(connection, REQUEST.repeat(1_000));
            assertFalse(connection.isOpen());
        }

        @Test
        void isNotKeptWaitingByA100() {
            send(connection, CHUNKED);
            connection.writeOutbound(response(HttpResponseStatus.CONTINUE));
            send(connection, "0\r\n\r\n" + REQUEST);
            assertEquals(1, requests());
            answer(true);
            assertEquals(1, requests());
        }
    }

    @Nested
    class AHead {
        @Test
        void hasToBeWholeInTime() {
            send(connection, BEGINNING);
            pass(HttpLimits.HEAD_MILLIS + 1);
            assertFalse(connection.isOpen());
            assertTrue(written().startsWith("HTTP/1.1 408 "));
        }

        @Test
        void hasToBegin() {
            pass(HttpLimits.HEAD_MILLIS + 1);
            assertFalse(connection.isOpen());
        }

        @Test
        void mayTakeItsTimeToBeginOnceTheConnectionWasUsed() {
            send(connection, REQUEST);
            answer(true);
            pass(HttpLimits.HEAD_MILLIS * 5);
            assertTrue(connection.isOpen());
            send(connection, "GET");
            pass(HttpLimits.HEAD_MILLIS + 1);
            assertFalse(connection.isOpen());
        }

        @Test
        void isNotInTheWayOfABody() {
            send(connection, CHUNKED);
            pass(HttpLimits.HEAD_MILLIS * 2);
            assertTrue(connection.isOpen());
        }

        @Test
        void hasAFewLines() {
            send(connection, BEGINNING + "a:\r\n".repeat(HttpLimits.HEAD_LINES));
            assertFalse(connection.isOpen());
        }

        @Test
        void isSmallOrTakesPartOfWhatAllShare() {
            String head = BEGINNING + ("a: " + "b".repeat(997) + "\r\n").repeat(50);
            List<EmbeddedChannel> others = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                EmbeddedChannel other = connection();
                others.add(other);
                send(other, head);
            }
            assertEquals(2, others.stream().filter(EmbeddedChannel::isOpen).count());
            send(connection, BEGINNING + "a: " + "b".repeat(5_000));
            assertTrue(connection.isOpen(), "a small one");
            others.forEach(EmbeddedChannel::close);
            send(connection, "b".repeat(40_000));
            assertTrue(connection.isOpen(), "the others have given theirs back");
            others.forEach(EmbeddedChannel::finishAndReleaseAll);
        }
    }

    @Nested
    class ATarget {
        @ParameterizedTest
        @CsvSource({
            "/a?b=c%20d, /a?b=c%20d",
            "/a|b, /a%7Cb",
            "/%, /%25",
            "/%4, /%254",
            "/%zz, /%25zz",
            "/[{}]^`, /%5B%7B%7D%5D%5E%60",
            "//x/y, /%2Fx/y",
            "*, *",
            "http://[::1]/a, http://[::1]/a"
        })
        void isEncodedWhereItIsNot(String target, String encoded) {
            send(connection, "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
            HttpRequest request = connection.readInbound();
            assertEquals(encoded, request.uri());
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u00fc", "\u00a0", "\u0080"})
        void isEncodedByteByByte(String odd) {
            assertEquals(
                    String.format(Locale.ROOT, "/a?%%%02X", (int) odd.charAt(0)), RequestTarget.encoded("/a?" + odd));
        }
    }

    private static void send(EmbeddedChannel connection, String text) {
        connection.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
    }

    /** How many have come through since the last time. */
    private int requests() {
        int requests = 0;
        for (Object message = connection.readInbound(); message != null; message = connection.readInbound()) {
            requests += message instanceof HttpRequest ? 1 : 0;
            ReferenceCountUtil.release(message);
        }
        return requests;
    }

    private void answer(boolean keepAlive) {
        FullHttpResponse response = response(HttpResponseStatus.OK);
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, "close");
        }
        connection.writeOutbound(response);
        connection.runPendingTasks();
    }

    private static FullHttpResponse response(HttpResponseStatus status) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        return response;
    }

    private void pass(long millis) {
        connection.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        connection.runScheduledPendingTasks();
    }

    private String written() {
        ByteBuf written = connection.readOutbound();
        String text = written.toString(ISO_8859_1);
        written.release();
        return text;
    }
}
