package dev.latchkey.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what the head of a request, its request line and headers, may take before it is whole: time, lines, and bytes.
 * A connection that sends nothing between two requests is none of its business, but the first has to come in time.
 */
final class RequestHeads extends ChannelInboundHandlerAdapter {
    private static final String TOO_LATE = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final HeadBudget budget;
    private Future<?> timeout;
    private boolean awaited = true;
    private boolean closed;
    private int bytes;
    private int lines;
    private int borrowed;

    RequestHeads(HeadBudget budget) {
        this.budget = budget;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        startTimer(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf received = (ByteBuf) message;
        if (closed) {
            received.release();
            return;
        }
        int length = received.readableBytes();
        int ends = linesIn(received);
        // Whoever is behind the decoder says at once what has become whole by this.
        context.fireChannelRead(received);
        if (awaited && length > 0) {
            bytes += length;
            lines += ends;
            startTimer(context);
            closeIfTooMuch(context);
        }
    }

    /** The decoder has read a head to its end. */
    void arrived() {
        awaited = false;
        reset();
    }

    /** The request is whole, with its body: what comes next is another head. */
    void next() {
        awaited = true;
        reset();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed = true;
        reset();
        context.fireChannelInactive();
    }

    private void closeIfTooMuch(ChannelHandlerContext context) {
        int large = Math.max(0, bytes - HttpLimits.SMALL_HEAD) - borrowed;
        borrowed += large;
        if (!budget.take(large) || lines > HttpLimits.HEAD_LINES) {
            close(context);
        }
    }

    private void startTimer(ChannelHandlerContext context) {
        if (timeout == null) {
            timeout = context.executor()
                    .schedule(() -> tooLate(context), HttpLimits.HEAD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tooLate(ChannelHandlerContext context) {
        closed = true;
        context.writeAndFlush(Unpooled.copiedBuffer(TOO_LATE, US_ASCII)).addListener(ChannelFutureListener.CLOSE);
    }

    private void close(ChannelHandlerContext context) {
        closed = true;
        context.close();
    }

    private void reset() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
        budget.giveBack(borrowed);
        bytes = 0;
        lines = 0;
        borrowed = 0;
    }

    private static int linesIn(ByteBuf text) {
        int lines = 0;
        int from = text.readerIndex();
        for (int end = text.indexOf(from, text.writerIndex(), (byte) '\n');
                end >= 0;
                end = text.indexOf(end + 1, text.writerIndex(), (byte) '\n')) {
            lines++;
        }
        return lines;
    }
}
