package dev.latchkey.settings;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Addresses, and ranges of them ({@code TRUSTED_PROXIES}).
 *
 * @param all such as {@code 10.0.0.0/8}
 */
@RegisterForReflection
public record AddressRanges(List<Range> all) {
    /** None. */
    public static final AddressRanges NONE = new AddressRanges(List.of());

    /** A number that begins with a zero is decimal to one reader and octal to another. */
    private static final Pattern LEADING_ZERO = Pattern.compile("(^|[.:])0[0-9]+\\.|\\.0[0-9]");

    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

    /**
     * Reads the setting, such as {@code 10.0.0.0/8, 192.0.2.7}; {@link IllegalArgumentException} if it is something
     * else.
     */
    public static AddressRanges parse(CharSequence setting) {
        return new AddressRanges(Arrays.stream(setting.toString().split(","))
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .map(Range::parse)
                .toList());
    }

    /** Whether this address is among them. */
    public boolean contain(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        return all.stream().anyMatch(range -> range.rule().matches(socket));
    }

    boolean nameAWideOne() {
        return all.stream().anyMatch(Range::isWide);
    }

    /**
     * All addresses that begin as one does.
     *
     * @param isWide whether it holds more than the networks of one operator
     */
    public record Range(IpSubnetFilterRule rule, boolean isWide) {
        private static final int WIDE_IPV4 = 8;
        private static final int WIDE_IPV6 = 20;

        private static Range parse(String text) {
            String[] parts = text.split("/", 2);
            InetAddress address = NetUtil.createInetAddressFromIpAddressString(parts[0]);
            if (address == null || LEADING_ZERO.matcher(parts[0]).find()) {
                throw new IllegalArgumentException("not an address or a range of addresses");
            }
            int bits = address.getAddress().length * Byte.SIZE;
            int prefix = parts.length == 1 ? bits : prefix(parts[1], bits);
            return new Range(
                    new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT),
                    prefix < (address instanceof Inet4Address ? WIDE_IPV4 : WIDE_IPV6));
        }

        private static int prefix(String text, int bits) {
            if (!PREFIX.matcher(text).matches() || Integer.parseInt(text) > bits) {
                throw new IllegalArgumentException("not the length of a prefix");
            }
            return Integer.parseInt(text);
        }
    }
}
