package dev.latchkey.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.util.NetUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "10.0.0.0/x",
                "10.0.0.0/",
                "10.0.0.1:80",
                "010.0.0.1",
                "10.00.0.1",
                "10.0.0.01",
                "::ffff:010.0.0.1",
                "proxy.internal",
                "::1/129",
                "10.0.0.0/8/8"
            })
    void areRefusedIfTheyAreNoListOfRanges(String setting) {
        assertThrows(IllegalArgumentException.class, () -> AddressRanges.parse(setting));
    }

    @Test
    void mayHoldBlanks() {
        assertEquals(2, AddressRanges.parse(" 10.0.0.0/8 , ::1 ,").all().size());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "0.0.0.0/0, 11.0.0.1, true",
        "100.200.0.10, 100.200.0.10, true",
        "2001:0db8::/32, 2001:db8::9, true",
        "::1, ::2, false"
    })
    void containWhatBeginsAsTheyDo(String setting, String address, boolean contained) {
        assertEquals(
                contained, AddressRanges.parse(setting).contain(NetUtil.createInetAddressFromIpAddressString(address)));
    }
}
