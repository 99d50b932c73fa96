package dev.latchkey.redis;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Has what is sent to Redis in one turn of an event loop share a write to its socket. Found by Netty as a service. */
@RegisterForReflection
public final class RedisPipelining extends ChannelInitializerExtension {
    private static final int MOST_TOGETHER = 256;

    @Override
    public void postInitializeClientChannel(Channel channel) {
        channel.pipeline().addFirst(new FlushConsolidationHandler(MOST_TOGETHER, true));
    }
}
