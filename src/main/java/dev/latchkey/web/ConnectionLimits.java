package dev.latchkey.web;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Puts our rules into the pipeline of each connection, since neither Vert.x nor Quarkus has them: found by Netty as a
 * service, if {@link #enable} was called before a server starts. How many connections there may be is Quarkus's business
 * ({@code quarkus.http.limits.max-connections}).
 */
@RegisterForReflection
public final class ConnectionLimits extends ChannelInitializerExtension {
    private static final String DECODER = "httpDecoder";
    private static final String ENCODER = "httpEncoder";

    /** What lies beyond {@link HttpLimits#SMALL_HEAD} in all heads that have not arrived whole. */
    private final HeadBudget budget =
            new HeadBudget(Runtime.getRuntime().maxMemory() / HttpLimits.PART_OF_HEAP_FOR_HEADS);

    private final RequestTarget targets = new RequestTarget();

    /** Lets Netty look for this class. */
    public static void enable() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    /** Runs before Vert.x has filled the pipeline, so what is added last is asked after it has. */
    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        connection.pipeline().addLast(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                limit(channel.pipeline());
            }
        });
    }

    /** Only what speaks HTTP from the start: that is the API. */
    private void limit(ChannelPipeline pipeline) {
        if (pipeline.get(DECODER) != null) {
            RequestHeads heads = new RequestHeads(budget);
            pipeline.addBefore(DECODER, "requestHeads", heads);
            pipeline.addAfter(ENCODER, "oneRequestAtATime", new OneRequestAtATime(heads));
            pipeline.addAfter(ENCODER, "requestTarget", targets);
        }
    }
}
