package dev.latchkey.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Bodies that are no JSON object in UTF-8, or have members of the wrong type. */
final class BodyAttacks {
    private static final String INVALID = "invalid_request";
    private static final String UNSUPPORTED = "unsupported_media_type";
    private static final String GOOD =
            "{\"name\":\"Ada\",\"email\":\"nobody@example.com\",\"password\":\"wrong horse battery\"}";

    private final String path;
    private final Stream.Builder<Attack> rows = Stream.builder();

    private BodyAttacks(String path) {
        this.path = path;
    }

    static Stream<Attack> all() {
        return Stream.of("/login", "/register").flatMap(path -> new BodyAttacks(path).rows());
    }

    private Stream<Attack> rows() {
        noObjects();
        encodings();
        types();
        values();
        return rows.build();
    }

    private void noObjects() {
        invalid("empty", "");
        for (String body :
                List.of(" ", "null", "[]", "[" + GOOD + "]", "\"text\"", "1", "true", "NaN", "{}", "<a/>", "a=b")) {
            invalid(body, body);
        }
        invalid("cut", GOOD.substring(0, GOOD.length() - 1));
        invalid("text after it", GOOD + "x");
        invalid("twice", GOOD + GOOD);
        invalid("email twice", GOOD.replace("}", ",\"email\":\"other@example.com\"}"));
        invalid("password twice, once escaped", GOOD.replace("}", ",\"p\\u0061ssword\":\"another horse\"}"));
        invalid("an unknown member twice", GOOD.replace("}", ",\"x\":1,\"x\":2}"));
        invalid("comma at the end", GOOD.replace("}", ",}"));
        invalid("comment", "/* */" + GOOD);
        invalid("single quotes", GOOD.replace('"', '\''));
        invalid("names without quotes", GOOD.replace("\"email\"", "email"));
        invalid("line end in a string", GOOD.replace("Ada", "A\nda").replace("nobody", "no\nbody"));
        invalid("an escape that is none", GOOD.replace("nobody", "no\\xbody"));
        invalid("8,000 deep", "[".repeat(8000) + "]".repeat(8000));
        invalid(
                "2,000 deep in an unknown member",
                GOOD.replace("}", ",\"x\":" + "{\"a\":".repeat(2000) + "1" + "}".repeat(2001)));
        add("100,000 deep", RawRequest.json(path, "[".repeat(100_000)), 413, "body_too_large");
        add("16 KiB and a byte", RawRequest.json(path, " ".repeat(16 * 1024 + 1)), 413, "body_too_large");
        invalid("a number of 5,000 digits", GOOD.replace("}", ",\"x\":" + "9".repeat(5000) + "}"));
        invalid("a huge exponent for an email", GOOD.replace("\"nobody@example.com\"", "1e999999999"));
    }

    private void encodings() {
        for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32")) {
            invalid(charset, GOOD.getBytes(Charset.forName(charset)));
        }
        invalid(
                "bytes that are no UTF-8",
                GOOD.replace("nobody", "\u00c0\u00af").getBytes(ISO_8859_1));
        invalid(
                "a surrogate in UTF-8",
                GOOD.replace("nobody", "\u00ed\u00a0\u0080").getBytes(ISO_8859_1));
        invalid("a NUL byte", GOOD.replace("nobody", "no\0body"));
        invalid("half a surrogate pair in the email", GOOD.replace("nobody", "no\\ud800body"));
        unusualPassword("half a surrogate pair in the password", GOOD.replace("battery", "\\udc00battery"));
        invalid("gzip, not declared", gzip(GOOD.getBytes(UTF_8)));
        add("gzip", coded("gzip", gzip(GOOD.getBytes(UTF_8))), 415, UNSUPPORTED);
        add("gzip bomb of 10 MB", coded("gzip", gzip(new byte[10_000_000])), 415, UNSUPPORTED);
        add("coding br", coded("br", GOOD.getBytes(UTF_8)), 415, UNSUPPORTED);
        add("coding unknown", coded("gzip, x", GOOD.getBytes(UTF_8)), 415, UNSUPPORTED);
    }

    private void types() {
        for (String type : List.of(
                "",
                "text/plain",
                "text/json",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16",
                "application/json; charset=latin1",
                "application/jsonx",
                "garbage",
                "*/*",
                "application/json, text/plain")) {
            add("type '" + type + "'", typed("Content-Type: " + type + "\r\n"), 415, UNSUPPORTED);
        }
        add("no type", typed(""), 415, UNSUPPORTED);
        add("two types", typed("Content-Type: application/json\r\nContent-Type: text/plain\r\n"), 415, UNSUPPORTED);
    }

    private void values() {
        for (String member : List.of("email", "password")) {
            for (String value : List.of("null", "1", "1.5", "true", "[]", "[\"a@example.com\"]", "{}")) {
                with(member, value);
            }
            for (String operator : List.of("$gt", "$ne", "$regex", "$where", "$exists", "$in")) {
                with(member, "{\"" + operator + "\":\"\"}");
            }
            invalid(member + " missing", GOOD.replace("\"" + member + "\":", "\"x\":"));
            invalid(
                    member + " in another case",
                    GOOD.replace("\"" + member + "\":", "\"" + member.toUpperCase(Locale.ROOT) + "\":"));
        }
        for (String blank : List.of("\"\"", "\" \"", "\"\\t\"", "\"a\\u0000b\"")) {
            with("email", blank);
        }
        unusualPassword("a NUL in the password", GOOD.replace("battery", "\\u0000battery"));
        invalid("an operator for the body", "{\"$where\":\"sleep(9000)\"}");
        invalid("email[$ne] as a name", GOOD.replace("\"email\":", "\"email[$ne]\":"));
    }

    /** A new one is refused; one that exists may be so, and is compared. */
    private void unusualPassword(String name, String body) {
        if (path.equals("/login")) {
            add(name, RawRequest.json(path, body.getBytes(UTF_8)), 401, "invalid_credentials");
        } else {
            invalid(name, body);
        }
    }

    private void with(String member, String value) {
        invalid(
                member + " " + value,
                GOOD.replaceFirst(
                        "\"" + member + "\":\"[^\"]*\"",
                        "\"" + member + "\":" + value.replace("\\", "\\\\").replace("$", "\\$")));
    }

    private RawRequest coded(String coding, byte[] body) {
        return RawRequest.post(path, "Content-Type: application/json\r\nContent-Encoding: " + coding + "\r\n", body);
    }

    private RawRequest typed(String header) {
        return RawRequest.post(path, header, GOOD.getBytes(UTF_8));
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void invalid(String name, String body) {
        invalid(name, body.getBytes(UTF_8));
    }

    private void invalid(String name, byte[] body) {
        add(name, RawRequest.json(path, body), 400, INVALID);
    }

    private void add(String name, RawRequest request, int status, String code) {
        rows.add(Attack.row(path + ": " + name, request, status, code));
    }
}
