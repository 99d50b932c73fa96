package dev.latchkey.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.SmtpServer.Received;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What nobody may find who reads what is left behind.
 *
 * @param what for a failure, which doesn't tell the secret either
 */
record Secret(String what, Pattern pattern) {
    private static final int MAC_BYTES = 32;

    boolean isIn(String text) {
        return pattern.matcher(text).find();
    }

    static Secret password(String password) {
        return of("a password", password);
    }

    /** That is not of the text of another: an address, say. */
    static Secret of(String what, String text) {
        return new Secret(what, Pattern.compile(Pattern.quote(text)));
    }

    /** Its tokens, whole, and the signatures by themselves. */
    static List<Secret> of(SignedInUser session) {
        List<Secret> all = new ArrayList<>();
        for (String token : List.of(session.accessToken(), session.refreshToken())) {
            all.add(of("a token of a session", token));
            all.add(of("a signature of a token of a session", token.substring(token.lastIndexOf('.') + 1)));
        }
        return all;
    }

    /** What a mail is sent for: the link, its token, the MAC of that in every spelling, the code. */
    static List<Secret> of(Received mail) {
        List<Secret> all = new ArrayList<>();
        if (mail.text().contains("#token=")) {
            byte[] token = Base64.getUrlDecoder().decode(mail.token());
            byte[] mac = Arrays.copyOfRange(token, token.length - MAC_BYTES, token.length);
            String kind = mail.link().replaceAll(".*/|#.*", "");
            all.add(of("a token of a link: " + kind, mail.token()));
            all.add(of("a MAC, base64url: " + kind, base64(Base64.getUrlEncoder(), mac)));
            all.add(of("a MAC, base64: " + kind, base64(Base64.getEncoder(), mac)));
            all.add(new Secret(
                    "a MAC, hex: " + kind,
                    Pattern.compile("(?i)" + HexFormat.of().formatHex(mac))));
            all.add(of("a MAC, bytes: " + kind, new String(mac, ISO_8859_1)));
            all.add(of("a link: " + kind, "/account/" + kind + "#"));
        }
        if (mail.hasCode()) {
            all.add(code(mail.code()));
        }
        return all;
    }

    /** Not as a part of another number or id, which would be chance. */
    static Secret code(String code) {
        String digits = code.substring(0, 4) + "[ -]?" + code.substring(4);
        return new Secret("a code", Pattern.compile("(?<![\\w.])" + digits + "(?!\\w)"));
    }

    private static String base64(Base64.Encoder encoder, byte[] bytes) {
        return encoder.withoutPadding().encodeToString(bytes);
    }
}
