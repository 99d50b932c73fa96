package dev.latchkey.web;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Holds a request back until the one before it has been answered, and for good if that answer says that the connection
 * is closed (RFC 9112 section 9.6). Vert.x goes by the request instead, and would carry out what was smuggled in behind
 * one that we refused.
 */
final class OneRequestAtATime extends ChannelDuplexHandler {
    private final RequestHeads heads;
    private final Queue<Object> held = new ArrayDeque<>();
    private boolean unanswered;
    private boolean informational;
    private boolean last;

    OneRequestAtATime(RequestHeads heads) {
        this.heads = heads;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            heads.arrived();
        }
        if (message instanceof LastHttpContent) {
            heads.next();
        }
        boolean ofALaterRequest = !held.isEmpty() || message instanceof HttpRequest && unanswered;
        if (last && ofALaterRequest) {
            ReferenceCountUtil.release(message);
        } else if (ofALaterRequest) {
            hold(context, message);
        } else {
            pass(context, message);
        }
    }

    private void hold(ChannelHandlerContext context, Object message) {
        held.add(message);
        if (held.size() > HttpLimits.PARTS_HELD_BACK) {
            last = true;
            context.close();
        }
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            unanswered = true;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            last |= response.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
        }
        boolean answered = message instanceof LastHttpContent && !informational;
        if (answered) {
            heads.answered();
        }
        if (answered && last) {
            promise = promise.unvoid().addListener(ChannelFutureListener.CLOSE);
        } else if (answered) {
            // Not before Vert.x has noted that this response is complete.
            context.executor().execute(() -> passNext(context));
        }
        context.write(message, promise);
        if (answered && last) {
            // At once: Vert.x may close before it would, and the client would get no answer.
            context.flush();
        }
    }

    private void passNext(ChannelHandlerContext context) {
        unanswered = false;
        boolean passed = false;
        while (!held.isEmpty() && !(unanswered && held.peek() instanceof HttpRequest)) {
            pass(context, held.remove());
            passed = true;
        }
        if (passed) {
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
