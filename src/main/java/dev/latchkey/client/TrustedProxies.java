package dev.latchkey.client;

import dev.latchkey.settings.AddressRanges;
import dev.latchkey.settings.Settings;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The proxies whose word we take for who a client is ({@code TRUSTED_PROXIES}). Anybody can send an
 * {@code X-Forwarded-For}, and a proxy adds to the end of what it got: so the header is read from the end, for as long
 * as the one who said it is trusted.
 */
@Singleton
public final class TrustedProxies {
    private static final Logger LOG = Logger.getLogger(TrustedProxies.class);
    private static final String CLIENT = "latchkey.client";
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    private final AddressRanges ranges;
    private final AtomicBoolean warned = new AtomicBoolean();

    @Inject
    public TrustedProxies(Settings.Http settings) {
        this(settings.trustedProxies().orElse(AddressRanges.NONE));
    }

    TrustedProxies(AddressRanges ranges) {
        this.ranges = ranges;
    }

    /** The client of a request: who sent it to us, or to the first of the trusted proxies on the way. Worked out once. */
    public ClientInfo clientOf(RoutingContext context) {
        ClientInfo client = context.get(CLIENT);
        if (client == null) {
            client = ClientInfo.of(context.request(), addressOf(context.request()));
            context.put(CLIENT, client);
        }
        return client;
    }

    private ClientAddress addressOf(HttpServerRequest request) {
        InetAddress peer = peerOf(request);
        List<String> forwardedFor = request.headers().getAll(FORWARDED_FOR);
        if (!forwardedFor.isEmpty() && !isTrusted(peer)) {
            warnOnce(peer);
        }
        return clientOf(peer, forwardedFor);
    }

    ClientAddress clientOf(InetAddress peer, List<String> forwardedFor) {
        InetAddress client = peer;
        Iterator<String> hops = fromTheLast(forwardedFor);
        while (isTrusted(client) && hops.hasNext()) {
            Optional<InetAddress> hop = parseAddress(hops.next());
            if (hop.isEmpty()) {
                break;
            }
            client = hop.get();
        }
        return new ClientAddress(client);
    }

    private static Iterator<String> fromTheLast(List<String> forwardedFor) {
        List<String> hops = Arrays.asList(String.join(",", forwardedFor).split(","));
        Collections.reverse(hops);
        return hops.iterator();
    }

    /** Whether the client sent the request over TLS, which mostly ends at a proxy. */
    public boolean isOverTls(HttpServerRequest request) {
        return request.isSSL()
                || "https".equalsIgnoreCase(request.getHeader(FORWARDED_PROTO)) && isTrusted(peerOf(request));
    }

    private static InetAddress peerOf(HttpServerRequest request) {
        return parseAddress(request.remoteAddress().hostAddress()).orElseThrow();
    }

    private boolean isTrusted(InetAddress address) {
        return ranges.contain(address);
    }

    /** Takes an address in numbers, also {@code [address]}, with or without a port. Asks no name server. */
    static Optional<InetAddress> parseAddress(String text) {
        String address = text.strip();
        boolean bracketed = address.startsWith("[") && address.contains("]");
        if (bracketed) {
            address = address.substring(1, address.indexOf(']'));
        } else if (address.indexOf(':') == address.lastIndexOf(':') && address.contains(":")) {
            address = address.substring(0, address.indexOf(':'));
        }
        return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(address));
    }

    private void warnOnce(InetAddress peer) {
        if (warned.compareAndSet(false, true)) {
            LOG.warnf(
                    "X-Forwarded-For is ignored, since %s is not in TRUSTED_PROXIES; if it is your proxy, all of its"
                            + " clients are throttled as one",
                    peer.getHostAddress());
        }
    }
}
