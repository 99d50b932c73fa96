package dev.latchkey.client;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Where a request comes from, see {@link TrustedProxies}. */
public record ClientAddress(InetAddress address) {
    private static final int IPV6_NETWORK_BYTES = 8;

    /** The address in numbers, for logs and for the user to read. */
    public String ip() {
        return address.getHostAddress();
    }

    /**
     * What counts as one client: an IPv4 address, or the /64 network of an IPv6 address, all of which is one
     * customer's.
     */
    public String network() {
        return address instanceof Inet6Address ? ipv6Network() + "/64" : ip();
    }

    /** Whether an address, as {@link #ip} gives it, counts as the same client. */
    public boolean isInNetworkOf(String ip) {
        InetAddress other = NetUtil.createInetAddressFromIpAddressString(ip);
        return ip().equals(ip)
                || other != null && new ClientAddress(other).network().equals(network());
    }

    private String ipv6Network() {
        byte[] network = address.getAddress();
        Arrays.fill(network, IPV6_NETWORK_BYTES, network.length, (byte) 0);
        try {
            return InetAddress.getByAddress(network).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an IPv6 address", e);
        }
    }
}
