package dev.latchkey.gateway;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Text in a header: visible ASCII stands for itself, but for the percent sign; all else is percent-encoded UTF-8, so
 * that it can't begin another header and every server behind the gateway reads the same.
 */
final class HeaderText {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private HeaderText() {}

    static String of(String text) {
        if (text.chars().allMatch(HeaderText::isPlain)) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(isPlain(b) ? String.valueOf((char) b) : "%" + HEX.toHexDigits(b));
        }
        return encoded.toString();
    }

    private static boolean isPlain(int character) {
        return character > ' ' && character < 0x7f && character != '%';
    }
}
