package dev.latchkey.attack;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Emails and passwords that could pass for others, and members that could become fields. */
final class AccountAttacks {
    private static final String INVALID = "invalid_request";
    private static final String WEAK = "weak_password";
    private static final String TAKEN = "email_taken";
    private static final String WRONG = "invalid_credentials";

    private final SignedInUser user;
    private final Stream.Builder<Attack> rows = Stream.builder();

    private AccountAttacks(SignedInUser user) {
        this.user = user;
    }

    static Stream<Attack> of(SignedInUser user) {
        AccountAttacks attacks = new AccountAttacks(user);
        attacks.malformedEmails();
        attacks.lookAlikes();
        attacks.newPasswords();
        attacks.guesses();
        attacks.members();
        return attacks.rows.build();
    }

    private void malformedEmails() {
        for (String email : List.of(
                "a\0@example.com",
                "a@example.com\0",
                "a@example.com\r\nBcc: b@example.com",
                "a@example.com\n",
                "a\u0085@example.com",
                "a\u2028@example.com",
                "a b@example.com",
                "a\u3000@example.com",
                "a@b@example.com",
                "example.com",
                "@example.com",
                "a@",
                "a@example",
                "a@.com",
                "a@example.com.",
                "a\uff20example.com",
                "a\u200b@example.com",
                "a\u00ad@example.com",
                "\ufeffa@example.com",
                "a\u202e@example.com",
                "a".repeat(243) + "@example.com")) {
            registered("email " + visible(email), email, 400, INVALID);
        }
        login("email with a NUL", user.email() + "\0", TestUsers.PASSWORD, 400, INVALID);
        login("email with a line end", user.email() + "\r\n", TestUsers.PASSWORD, 400, INVALID);
        login("email over 254", "a".repeat(243) + "@example.com", TestUsers.PASSWORD, 400, INVALID);
        login("email with a space after it", user.email() + " ", TestUsers.PASSWORD, 401, WRONG);
        login("email as a pattern", ".*", TestUsers.PASSWORD, 401, WRONG);
    }

    /** One account for each canonical form: NFKC, then lower case. Letters of another script make another account. */
    private void lookAlikes() {
        String email = user.email();
        registered("the email of another", email, 409, TAKEN);
        registered("its email in capitals", email.toUpperCase(Locale.ROOT), 409, TAKEN);
        registered("its email in full width", email.replace('u', '\uff55'), 409, TAKEN);
        registered("its email with a full-width hyphen", email.replace('-', '\uff0d'), 409, TAKEN);
        registered("its email with a long s", email.replace('s', '\u017f'), 409, TAKEN);
        registered("its email with a bold letter", email.replace("u", "\ud835\udc2e"), 409, TAKEN);
        registered("its email with a circled letter", email.replace('e', '\u24d4'), 409, TAKEN);
        registered("its email with a Cyrillic letter", email.replace('e', '\u0435'), 201, Attack.NO_PROBLEM);
        registered("its email with a dotless i", email.replaceFirst("user", "\u0131ser"), 201, Attack.NO_PROBLEM);
    }

    private void newPasswords() {
        password("empty", "", WEAK);
        password("a space", " ", WEAK);
        password("7 characters", "Kz9!qWx", WEAK);
        password("73 bytes", "correct horse battery".repeat(4).substring(0, 73), WEAK);
        password("25 characters of 3 bytes", "\u20ac".repeat(25), WEAK);
        password("10,000 characters", "a".repeat(10_000), WEAK);
        password("a NUL", TestUsers.PASSWORD + "\0", INVALID);
        password("a line end", TestUsers.PASSWORD + "\n", INVALID);
        password("a DEL", TestUsers.PASSWORD + "\u007f", INVALID);
        registeredWith("password of 1 MB", Map.of("password", "a".repeat(1 << 20)), 413, "body_too_large");
    }

    private void password(String name, String password, String code) {
        registeredWith("password: " + name, Map.of("password", password), 400, code);
    }

    private void guesses() {
        String right = TestUsers.PASSWORD;
        login("password of 73 bytes", user.email(), right.repeat(4).substring(0, 73), 401, WRONG);
        login("password empty", user.email(), "", 400, INVALID);
        login("password a space", user.email(), " ", 401, WRONG);
        login("password and a NUL", user.email(), right + "\0", 401, WRONG);
        login("password of 1 MB", user.email(), "a".repeat(1 << 20), 413, "body_too_large");
        for (String wrong : List.of(
                right + " ",
                " " + right,
                right.toUpperCase(Locale.ROOT),
                right.substring(1),
                "{\"$ne\":\"\"}",
                "' OR '1'='1",
                "$2a$04$" + "a".repeat(53))) {
            login("password '" + wrong + "'", user.email(), wrong, 401, WRONG);
        }
        login("nobody", TestUsers.newEmail(), right, 401, WRONG);
    }

    private void members() {
        for (Object id : List.of(
                "",
                "x",
                "0123456789abcdef0123456",
                "0123456789abcdef012345678",
                "0123456789abcdef0123456\0",
                "../../../../../../../../",
                1,
                Map.of("$oid", user.id()),
                List.of(user.id()))) {
            registeredWith("id " + visible(id.toString()), Map.of("id", id), 400, INVALID);
        }
        registeredWith("the id of another", Map.of("id", user.id()), 409, "id_taken");
        registeredWith(
                "the id of another in capitals", Map.of("id", user.id().toUpperCase(Locale.ROOT)), 409, "id_taken");
        registeredWith("name with a control character", Map.of("name", "a\u001b[31m"), 400, INVALID);
        registeredWith("name of 101 characters", Map.of("name", "a".repeat(101)), 400, INVALID);
        registeredWith("name an operator", Map.of("name", Map.of("$gt", "")), 400, INVALID);
        for (String member :
                List.of("_id", "role", "isAdmin", "canonicalEmail", "__proto__", "constructor", "$set", "class")) {
            registeredWith("member " + member, Map.of(member, user.id()), 201, Attack.NO_PROBLEM);
        }
    }

    private void registered(String name, String email, int status, String code) {
        rows.add(Attack.row(
                "register: " + name, RawRequest.json("/register", TestUsers.registration(email)), status, code));
    }

    private void registeredWith(String name, Map<String, ?> changes, int status, String code) {
        Map<String, Object> body = new LinkedHashMap<>(TestUsers.registration(TestUsers.newEmail()));
        body.putAll(changes);
        rows.add(Attack.row("register: " + name, RawRequest.json("/register", body), status, code));
    }

    private void login(String name, String email, String password, int status, String code) {
        Map<String, String> body = Map.of("email", email, "password", password);
        rows.add(Attack.row("login: " + name, RawRequest.json("/login", body), status, code));
    }

    private static String visible(String text) {
        String json = RawRequest.written(text);
        return json.length() > 50 ? json.substring(0, 50) + "..." : json;
    }
}
