package dev.latchkey.web;

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
 * A connection that sends nothing between two requests is none of its business, but the first has to come in time. What
 * arrives together with the end of a request, and may be the beginning of another, counts as one; its time does not run
 * until more of it comes.
 */
final class RequestHeads extends ChannelInboundHandlerAdapter {
    private static final String TOO_LATE = "408 Request Timeout";
    private static final String TOO_MUCH = "431 Request Header Fields Too Large";

    private final HeadBudget budget;
    private Future<?> timeout;
    private boolean awaited = true;
    private boolean becameWhole;
    private boolean closed;
    private int bytes;
    private int lines;
    private int borrowed;
    private int unanswered;

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
        boolean endsBlank = endsInABlankLine(received);
        becameWhole = false;
        // Whoever is behind the decoder says at once what has become whole by this.
        context.fireChannelRead(received);
        if (awaited && !(becameWhole && endsBlank)) {
            bytes += length;
            lines += ends;
            if (!becameWhole) {
                startTimer(context);
            }
            closeIfTooMuch(context);
        }
    }

    /** The decoder has read a head to its end. */
    void arrived() {
        awaited = false;
        unanswered++;
        reset();
    }

    void answered() {
        unanswered--;
    }

    /** The request is whole, with its body: what comes next is another head. */
    void next() {
        awaited = true;
        becameWhole = true;
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
            refuse(context, TOO_MUCH);
        }
    }

    private void startTimer(ChannelHandlerContext context) {
        if (timeout == null) {
            timeout = context.executor()
                    .schedule(() -> refuse(context, TOO_LATE), HttpLimits.HEAD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Without a word, if the client would take it for the answer to a request that came before. */
    private void refuse(ChannelHandlerContext context, String status) {
        closed = true;
        if (unanswered > 0) {
            context.close();
            return;
        }
        String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        context.writeAndFlush(Unpooled.copiedBuffer(answer, US_ASCII)).addListener(ChannelFutureListener.CLOSE);
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

    /** Then nothing is left behind a request that is whole: a head that ends so is whole, too. */
    private static boolean endsInABlankLine(ByteBuf text) {
        int end = text.writerIndex();
        return text.readableBytes() >= 3
                && text.getByte(end - 1) == '\n'
                && text.getByte(end - 2) == '\r'
                && text.getByte(end - 3) == '\n';
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
