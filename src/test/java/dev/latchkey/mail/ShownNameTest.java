package dev.latchkey.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShownNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ada",
                "Ada Lovelace",
                "Ada Byron, Countess of Lovelace",
                "J. R. R. Tolkien",
                "Martin Luther King Jr.",
                "O'Brien",
                "Jean-Luc d’Artagnan",
                "Gal·la",
                "Zoë",
                "Zoe\u0308",
                "Nguyễn Văn A",
                "山田 太郎",
                "محمد",
                "प्रिया"
            })
    void showsNames(String name) {
        assertEquals(name, ShownName.of(name));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "Click https://evil.example",
                "https:evil",
                "www.evil.example",
                "evil.example",
                "Ada evil.example Lovelace",
                "evil。example",
                "evil．example",
                "evil․example",
                "evil.例え",
                "ada@evil.example",
                "ada＠evil",
                "//evil",
                "\\\\evil",
                "Call 0800 123456",
                "Call ٠٨٠٠١٢٣٤٥٦",
                "mailto:ada",
                "<a href=evil>Ada</a>",
                "[Ada](evil)",
                "{mail.link}",
                "Ada\nBcc: evil",
                "Ada\r\nLovelace",
                "Ada\u2028Lovelace",
                "Ada\u0000",
                "Ada\u200b",
                "\u202eadA",
                "Ada  Lovelace",
                "Ada ",
                "-Ada",
                "\u0301Ada",
                "Ada!",
                "😀"
            })
    void leavesOutWhatMayBecomeALinkOrALine(String name) {
        assertEquals("", ShownName.of(name));
    }

    @Test
    void leavesOutWhatIsTooLongForAName() {
        assertEquals("a".repeat(50), ShownName.of("a".repeat(50)));
        assertEquals("", ShownName.of("a".repeat(51)));
    }
}
