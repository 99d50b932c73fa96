package dev.latchkey.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalEmailTest {

    @Nested
    class IsOne {

        @ParameterizedTest
        @CsvSource({
            "Ada@Example.COM, ada@example.com",
            "ｕser@example.com, user@example.com",
            "ǰ@example.com, J̌@example.com",
            "ﬃ@example.com, FFI@example.com",
            "weiß@example.com, WEISS@example.com",
            "ΟΔΟΣ@example.com, οδος@example.com",
            "οδοσ@example.com, οδος@example.com",
            "a@xn--mnchen-3ya.example, a@münchen.example",
            "a@XN--MNCHEN-3YA.EXAMPLE, a@MÜNCHEN.example",
            "a@xn--strae-oqa.example, a@straße.example",
            "a@mail.xn--fsqu00a.xn--0zwm56d, a@mail.例子.测试",
            "a@例子。测试, a@例子.测试",
            "a@xn--n28h.example, a@😉.example"
        })
        void forAllFormsOfAnEmail(String one, String other) {
            assertEquals(CanonicalEmail.of(one), CanonicalEmail.of(other));
        }

        @Test
        void forEachLetterAndItsUpperCase() {
            letters().forEach(letter -> {
                String upper = letter.toUpperCase(Locale.ROOT);
                assertEquals(CanonicalEmail.of(letter), CanonicalEmail.of(upper), () -> hex(letter));
            });
        }

        /** ASCII is not taken apart; in wide letters, which NFKC makes the same ones, it is. */
        @Test
        void forAsciiAndItsWideLetters() {
            Random random = new Random(12);
            for (int i = 0; i < 20_000; i++) {
                String ascii = random.ints(1 + random.nextInt(20), '!', '~' + 1)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
                String wide = ascii.codePoints()
                        .mapToObj(c -> Character.toString(c + 0xFEE0))
                        .collect(Collectors.joining());
                assertEquals(CanonicalEmail.of(wide), CanonicalEmail.of(ascii), ascii);
            }
        }

        @Test
        void forAnyTextAndItsCanonicalForm() {
            IntStream.range(0, Character.MAX_CODE_POINT + 1)
                    .filter(CanonicalEmailTest::isCharacter)
                    .mapToObj(Character::toString)
                    .forEach(CanonicalEmailTest::assertStable);
            Random random = new Random(11);
            for (int i = 0; i < 200_000; i++) {
                assertStable(randomEmail(random));
            }
        }
    }

    @Nested
    class IsAnother {

        @ParameterizedTest
        @CsvSource({
            "mıke@example.com, mike@example.com",
            "a@xn--a-.example, a@a.example",
            "xn--mnchen-3ya@example.com, münchen@example.com",
            "a.b@example.com, ab@example.com",
            "a+b@example.com, a@example.com"
        })
        void forAnotherEmail(String one, String other) {
            assertNotEquals(CanonicalEmail.of(one), CanonicalEmail.of(other));
        }
    }

    /** RFC 3492 section 7.1, and what is none. */
    @ParameterizedTest
    @CsvSource({
        "egbpdaj6bu4bxfgehfvwxn, ليهمابتكلموشعربي؟",
        "ihqwcrb4cv8a8dqg056pqjye, 他们为什么不说中文",
        "Proprostnemluvesky-uyb24dma41a, Pročprostěnemluvíčesky",
        "3B-ww4c5e180e575a65lsy2b, 3年B組金八先生",
        "d9juau41awczczp, そのスピードで"
    })
    void punycodeIsDecoded(String encoded, String decoded) {
        assertEquals(Optional.of(decoded), Punycode.decode(encoded));
    }

    @ParameterizedTest
    @CsvSource({"'a-b!'", "'99999999999'", "'ü'", "'0'", "'a-9'"})
    void whatIsNoPunycodeIsLeftAlone(String encoded) {
        assertEquals(Optional.empty(), Punycode.decode(encoded));
        assertEquals("a@xn--" + encoded + ".example", CanonicalEmail.of("a@xn--" + encoded + ".example"));
    }

    /** The dotless i has the upper case of another letter. */
    private static Stream<String> letters() {
        return IntStream.range(0, Character.MAX_CODE_POINT + 1)
                .filter(c -> isCharacter(c) && c != 'ı')
                .mapToObj(Character::toString);
    }

    private static boolean isCharacter(int codePoint) {
        return Character.isDefined(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }

    private static String randomEmail(Random random) {
        String[] pieces = {"@", ".", "xn--", "-", "a", "3ya", "ß", "ſ", "İ", "Σ", "ǰ", "。", "\u0345", "\u0301"};
        return IntStream.range(0, 1 + random.nextInt(12))
                .mapToObj(i -> random.nextBoolean()
                        ? pieces[random.nextInt(pieces.length)]
                        : Character.toString(random.nextInt(random.nextBoolean() ? 0x2fff : 0x1ffff)))
                .collect(Collectors.joining());
    }

    private static void assertStable(String text) {
        String once = CanonicalEmail.of(text);
        assertEquals(once, CanonicalEmail.of(once), () -> hex(text));
    }

    private static String hex(String text) {
        return text.codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining(" "));
    }
}
