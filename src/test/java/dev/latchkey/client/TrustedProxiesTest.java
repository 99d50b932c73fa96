package dev.latchkey.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.settings.AddressRanges;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {

    @Nested
    class Client {

        /** What the proxies added is at the end; what stands before it anybody can have written. */
        @ParameterizedTest(name = "trusting {0}, sent by {1} with {2}: {3}")
        @CsvSource(delimiter = ';', textBlock = """
                '';                    198.51.100.1; 203.0.113.5;                         198.51.100.1
                192.0.2.7;             198.51.100.1; 203.0.113.5;                         198.51.100.1
                192.0.2.7;             192.0.2.7;    '';                                  192.0.2.7
                192.0.2.7;             192.0.2.7;    203.0.113.5;                         203.0.113.5
                192.0.2.7;             192.0.2.7;    6.6.6.6, 203.0.113.5;                203.0.113.5
                192.0.2.7;             192.0.2.7;    192.0.2.7, 203.0.113.5;              203.0.113.5
                192.0.2.0/24;          192.0.2.9;    6.6.6.6, 203.0.113.5, 192.0.2.8;     203.0.113.5
                192.0.2.0/24;          192.0.2.9;    192.0.2.1, 192.0.2.8;                192.0.2.1
                192.0.2.7, 10.0.0.0/8; 10.1.2.3;     203.0.113.5,192.0.2.7;               203.0.113.5
                192.0.2.7;             192.0.2.7;    203.0.113.5:51234;                   203.0.113.5
                192.0.2.7;             192.0.2.7;    '[2001:db8::1]:51234';               2001:db8:0:0:0:0:0:1
                192.0.2.7;             192.0.2.7;    2001:db8::1;                         2001:db8:0:0:0:0:0:1
                2001:db8::/32;         2001:db8::9;  203.0.113.5;                         203.0.113.5
                192.0.2.7;             192.0.2.7;    ::ffff:203.0.113.5;                  203.0.113.5
                192.0.2.7;             192.0.2.7;    unknown;                             192.0.2.7
                192.0.2.7;             192.0.2.7;    203.0.113.5, localhost;              192.0.2.7
                192.0.2.7;             192.0.2.7;    203.0.113.5, 999.1.1.1;              192.0.2.7
                """)
        void isTheLastAddressThatIsNoTrustedProxy(String trusted, String peer, String forwarded, String client) {
            assertEquals(client, clientOf(trusted, peer, List.of(forwarded)));
        }

        @Test
        void isReadFromAllHeadersTogether() {
            assertEquals("203.0.113.5", clientOf("192.0.2.7", "192.0.2.7", List.of("6.6.6.6", "203.0.113.5")));
        }

        private String clientOf(String trusted, String peer, List<String> forwarded) {
            return new TrustedProxies(AddressRanges.parse(trusted))
                    .clientOf(address(peer), forwarded)
                    .ip();
        }
    }

    @Nested
    class Network {

        @ParameterizedTest
        @CsvSource({
            "203.0.113.5, 203.0.113.5",
            "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
            "2001:db8:1:2::1, 2001:db8:1:2:0:0:0:0/64"
        })
        void isWhatOneCustomerHas(String address, String network) {
            assertEquals(network, new ClientAddress(address(address)).network());
        }
    }

    private static InetAddress address(String text) {
        return TrustedProxies.parseAddress(text)
                .orElseThrow(() -> new IllegalArgumentException(Arrays.toString(text.toCharArray())));
    }
}
