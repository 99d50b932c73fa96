package dev.latchkey.attack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.TestUsers;
import dev.latchkey.attack.HostAttacks.HostAttack;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.SmtpServer.Received;
import dev.latchkey.stand.SmtpStub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No header of a request reaches a mail, and no link leads anywhere but where the settings say: each way to name another
 * host, with each route that owes a mail, on a service that believes its proxies and the attacker's origin.
 */
@Tag("faults")
class MailHostFaultIT {
    private static final String NEW = "purple window elephant";
    private static final String PUBLIC_URL = "https://auth.example.com/base";
    private static final String APP = "https://app.example.org/account-";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern LINK = Pattern.compile("https?://[^\\s\"<>]+");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static int accepted;
    private static int refused;
    private static int mails;

    @AutoClose
    private static final MongoProcess MONGO = MongoProcess.startInMemory();

    @AutoClose
    private static final RedisProcess REDIS = RedisProcess.start(RedisProcess.AOF);

    @AutoClose
    private static final SmtpStub OURS = SmtpStub.start();

    @AutoClose
    private static final SmtpStub OF_AN_APP = SmtpStub.start();

    @AutoClose
    private static final Replica WITH_OUR_PAGES = start("latchkey", OURS, Map.of());

    @AutoClose
    private static final Replica WITH_PAGES_OF_AN_APP = start(
            "app",
            OF_AN_APP,
            Map.of(
                    "LINK_VERIFY_URL", APP + "verify",
                    "LINK_RECOVER_URL", APP + "recover",
                    "LINK_EMAIL_URL", APP + "email",
                    "LINK_UNDO_URL", APP + "undo"));

    private static Replica start(String database, SmtpStub smtp, Map<String, String> links) {
        Map<String, String> settings = new HashMap<>(links);
        settings.putAll(Map.of(
                "SMTP_URL", smtp.url(),
                "MAIL_FROM", "no-reply@example.com",
                "PUBLIC_URL", PUBLIC_URL,
                "TRUSTED_PROXIES", "127.0.0.0/8",
                "CORS_ORIGINS", "https://attacker.example,https://attacker.example:31337",
                "REDIS_TIMEOUT", "5s",
                "MONGODB_TIMEOUT", "5s"));
        return Replica.start(MONGO.address().replace("/latchkey", "/" + database), REDIS.address(), settings);
    }

    @AfterAll
    static void printFigures() {
        System.out.printf(
                Locale.ROOT,
                "faults: %d ways to name another host, %d refused; with all others each route that owes a mail: "
                        + "nothing of them in any of %d mails%n",
                accepted + refused,
                refused,
                mails);
    }

    @ParameterizedTest
    @MethodSource("dev.latchkey.attack.HostAttacks#all")
    void isInNoMailThatLeadsToOurPages(HostAttack attack) throws IOException {
        show(attack, WITH_OUR_PAGES, OURS, List.of(PUBLIC_URL + "/account/"));
    }

    @ParameterizedTest
    @MethodSource("dev.latchkey.attack.HostAttacks#all")
    void isInNoMailThatLeadsToPagesOfAnApplication(HostAttack attack) throws IOException {
        show(attack, WITH_PAGES_OF_AN_APP, OF_AN_APP, List.of(APP, PUBLIC_URL));
    }

    private static void show(HostAttack attack, Replica replica, SmtpStub smtp, List<String> leadTo)
            throws IOException {
        String old = TestUsers.newEmail();
        String next = TestUsers.newEmail();
        RawAnswer registered = send(replica, attack, "POST", "/register", "", TestUsers.registration(old));
        if (registered.status() == 400) {
            refused++;
            return;
        }
        accepted++;
        String access = data(registered, "accessToken");
        expect(202, send(replica, attack, "POST", "/email/verification", access, Map.of()));
        expect(202, send(replica, attack, "POST", "/password/recovery", "", Map.of("email", old)));
        String recovery = mail(smtp, old, 3, "recover").token();
        Map<String, Object> reset = Map.of("token", recovery, "password", NEW);
        expect(200, send(replica, attack, "POST", "/password/recovery/confirm", "", reset));
        RawAnswer login = send(replica, attack, "POST", "/login", "", Map.of("email", old, "password", NEW));
        access = data(login, "accessToken");
        Map<String, Object> change = Map.of("email", next, "password", NEW);
        expect(202, send(replica, attack, "POST", "/user/email", access, change));
        Map<String, Object> proof = Map.of("token", mail(smtp, next, 1, "email").token());
        expect(200, send(replica, attack, "POST", "/user/email/confirm", access, proof));
        Map<String, Object> passwords = Map.of("currentPassword", NEW, "newPassword", TestUsers.PASSWORD);
        RawAnswer changed = send(replica, attack, "POST", "/user/password", access, passwords);
        access = data(changed, "accessToken");
        expect(204, send(replica, attack, "DELETE", "/user", access, Map.of("password", TestUsers.PASSWORD)));

        // Two for the verification, one each for recovery, its notice, the change that is asked for, and that is made.
        mails(smtp, old, 6).forEach(mail -> check(mail, leadTo));
        // The change that is asked for; the password; the end.
        mails(smtp, next, 3).forEach(mail -> check(mail, leadTo));
        mails += 9;
    }

    private static Received mail(SmtpStub smtp, String to, int count, String page) {
        return mails(smtp, to, count).stream()
                .filter(mail -> mail.text().contains(page + "#token="))
                .findFirst()
                .orElseThrow();
    }

    private static List<Received> mails(SmtpStub smtp, String to, int count) {
        return await("the mails to one")
                .atMost(PATIENCE)
                .until(
                        () -> smtp.received().stream()
                                .filter(mail -> mail.to().contains(to))
                                .map(SmtpStub.Received::asRead)
                                .toList(),
                        mails -> mails.size() >= count);
    }

    private static void check(Received mail, List<String> leadTo) {
        String all = (raw(mail) + mail.subject() + mail.text() + mail.html()).toLowerCase(Locale.ROOT);
        HostAttacks.ATTACKER.forEach(word -> assertFalse(all.contains(word), () -> word + " in " + all));
        for (String text : List.of(mail.text(), mail.html())) {
            for (MatchResult link : LINK.matcher(text).results().toList()) {
                assertTrue(leadTo.stream().anyMatch(link.group()::startsWith), link::group);
            }
        }
    }

    private static String raw(Received mail) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            mail.message().writeTo(bytes);
            return bytes.toString(StandardCharsets.ISO_8859_1);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static RawAnswer send(
            Replica replica, HostAttack attack, String method, String path, String access, Map<String, ?> body)
            throws IOException {
        String authorization = access.isEmpty() ? "" : "authorization: " + access + "\r\n";
        return RawAnswer.to(
                replica.client().service(), attack.on(method, path, authorization, RawRequest.written(body)));
    }

    private static void expect(int status, RawAnswer answer) {
        assertEquals(status, answer.status(), answer::body);
    }

    private static String data(RawAnswer answer, String field) {
        assertEquals(2, answer.status() / 100, answer::body);
        try {
            JsonNode data = JSON.readTree(answer.body()).path("data");
            return data.path(field).textValue();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
