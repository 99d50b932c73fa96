package dev.latchkey.web;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * Percent-encodes what may not stand in a path or query (RFC 3986 section 3.3), but does: clients send it, and gateways
 * pass it on. Quarkus would refuse it with an empty 400 that no log tells of; so a route of ours answers.
 */
@Sharable
final class RequestTarget extends ChannelInboundHandlerAdapter {
    private static final BitSet ALLOWED = new BitSet();
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?"
                .chars()
                .forEach(ALLOWED::set);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && request.uri().startsWith("/")) {
            request.setUri(encoded(request.uri()));
        }
        context.fireChannelRead(message);
    }

    /** Of a target of an origin; a fragment, too, is taken for a part of the query. */
    static String encoded(String target) {
        // A second slash would begin the name of a host.
        String path = target.startsWith("//") ? "/%2F" + target.substring(2) : target;
        for (int i = 0; i < path.length(); i++) {
            if (!isAllowed(path, i)) {
                return encoded(path, i);
            }
        }
        return path;
    }

    private static String encoded(String target, int from) {
        StringBuilder encoded = new StringBuilder(target.length() + 32).append(target, 0, from);
        for (int i = from; i < target.length(); i++) {
            char character = target.charAt(i);
            if (isAllowed(target, i)) {
                encoded.append(character);
            } else {
                // One byte each: that is how Netty reads the line.
                encoded.append('%').append(HEX.toHexDigits((byte) character));
            }
        }
        return encoded.toString();
    }

    private static boolean isAllowed(String target, int at) {
        char character = target.charAt(at);
        return ALLOWED.get(character) || character == '%' && isEscape(target, at);
    }

    private static boolean isEscape(String target, int percent) {
        return percent + 2 < target.length()
                && HexFormat.isHexDigit(target.charAt(percent + 1))
                && HexFormat.isHexDigit(target.charAt(percent + 2));
    }
}
