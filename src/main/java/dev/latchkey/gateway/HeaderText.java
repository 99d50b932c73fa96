package dev.latchkey.gateway;

import java.nio.charset.StandardCharsets;

/**
 * Text in a header: visible ASCII stands for itself, but for the percent sign; all else is percent-encoded UTF-8, so
 * that it can't begin another header and every server behind the gateway reads the same.
 */
final class HeaderText {

    private HeaderText() {}

    static String of(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > ' ' && b < 0x7f && b != '%';
            encoded.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return encoded.toString();
    }
}
