package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.SmtpServer.Received;
import dev.latchkey.stand.SmtpStub;
import dev.latchkey.stand.SmtpStub.Fault;
import dev.latchkey.stand.SmtpStub.Step;
import dev.latchkey.stand.Stand;
import dev.latchkey.stand.TraceCollector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What comes by mail opens accounts: neither stores nor logs, metrics or traces have it, while a mail is owed and after
 * it was used. Nor have they passwords or tokens of sessions.
 */
@Tag("faults")
class SecretsAtRestFaultIT {
    private static final String NEW = "purple window elephant";
    private static final String NEWER = "yellow tractor seventeen";

    @AutoClose
    private static final SmtpStub SMTP = SmtpStub.start();

    @AutoClose
    private static final TraceCollector TRACES = TraceCollector.start();

    @AutoClose
    private static final Stand STAND = Stand.throttled(Map.of(
            "SMTP_URL", SMTP.url(),
            "MAIL_FROM", "no-reply@example.com",
            "PUBLIC_URL", "https://auth.example.com",
            "REDIS_TIMEOUT", "1s",
            "OTEL_SDK_DISABLED", "false",
            "OTEL_EXPORTER_OTLP_ENDPOINT", TRACES.url(),
            "QUARKUS_LOG_CATEGORY__DEV_LATCHKEY__LEVEL", "DEBUG"));

    private final Set<Secret> secrets = new LinkedHashSet<>();
    private final Set<String> emails = new LinkedHashSet<>();
    private final List<Map<String, String>> left = new ArrayList<>();

    /** The mail server takes none of the mails till the end, so that all of them are still owed when the stores are read. */
    @Test
    void holdNoTokenCodeOrLink() {
        SMTP.failAt(Step.END_OF_DATA, new Fault.Reply("451 4.3.0 Try again later"));
        for (String password : List.of(TestUsers.PASSWORD, NEW, NEWER)) {
            secrets.add(Secret.password(password));
        }
        SignedInUser ada = register();
        verification(ada);
        rejection();
        recovery(ada);
        changes();
        SMTP.recover();
        await("the mails").until(() -> !SMTP.accepted().isEmpty());
        look();
        assertShown("MongoDB", ada.id());
        assertShown("file of Redis", "throttle");
        await("spans").until(() -> TRACES.received().contains("/user/email/undo"));
        left.add(Map.of("traces", TRACES.received()));
        assertNoneIsLeft();
    }

    /** The search finds what is there: text and number in MongoDB, and in Redis, whichever type, also what is gone. */
    @Test
    void wouldBeFound() {
        Secret code = Secret.code("80471652");
        Secret token = Secret.of("a token", "AQIkc2VjcmV0LW9mLWEtbWFpbA");
        STAND.redis().ask("HSET", "found", "token", "AQIkc2VjcmV0LW9mLWEtbWFpbA");
        STAND.redis().ask("SET", "gone", "80471652");
        STAND.redis().ask("DEL", "gone");
        try (MongoClient mongo = MongoClients.create(STAND.mongo().address())) {
            var found = mongo.getDatabase("latchkey").getCollection("Found");
            found.insertMany(
                    List.of(new Document("code", 80471652), new Document("link", "AQIkc2VjcmV0LW9mLWEtbWFpbA")));
            Map<String, String> all = Leftovers.of(STAND);
            assertTrue(code.isIn(all.get("MongoDB")));
            assertTrue(token.isIn(all.get("MongoDB")));
            assertTrue(token.isIn(all.get("Redis")));
            assertTrue(code.isIn(all.get("file of Redis")));
            found.drop();
        }
        STAND.redis().ask("DEL", "found");
    }

    /** By code and by token; and as clients send them that are wrong about where to. */
    private void verification(SignedInUser ada) {
        Received mail = mail(ada.email(), "verify");
        STAND.one().request("GET", "/account/verify?token=" + mail.token());
        STAND.one().request("POST", "/email/verification/" + mail.token());
        STAND.one().confirmRecovery(Map.of("token", mail.token(), "password", NEW));
        look();
        assertEquals(
                200,
                STAND.two()
                        .confirmVerification(ada.accessToken(), Map.of("token", mail.token()))
                        .status());
        SignedInUser grace = register();
        String flow = STAND.one().askForVerification(grace.accessToken()).data("flow");
        String code = mail(grace.email(), "verify").code();
        assertEquals(
                200,
                STAND.two()
                        .confirmVerification(grace.accessToken(), Map.of("flow", flow, "code", code))
                        .status());
        look();
    }

    private void rejection() {
        String token = mail(register().email(), "verify").token();
        assertEquals(200, STAND.one().rejectVerification(token).status());
        look();
    }

    /** Also with a store that stops on the way: what fails is logged. */
    private void recovery(SignedInUser ada) {
        String flow = STAND.one().recover(ada.email()).data("flow");
        Received mail = mail(ada.email(), "recover");
        Map<String, String> byCode = Map.of("flow", flow, "code", mail.code(), "password", NEW);
        look();
        STAND.mongo().process().stop();
        assertEquals(503, STAND.one().confirmRecovery(byCode).status());
        STAND.mongo().process().goOn();
        await().until(() -> STAND.two().confirmRecovery(byCode).status() == 200);
        assertEquals(403, STAND.one().confirmRecovery(byCode).status());
        signedIn(STAND.one().login(ada.email(), NEW), ada.email());
        look();
        STAND.one().recover(ada.email());
        Received second = await("another token").until(() -> mail(ada.email(), "recover"), latest -> !latest.token()
                .equals(mail.token()));
        Map<String, String> byToken = Map.of("token", second.token(), "password", NEWER);
        STAND.redis().process().stop();
        assertEquals(503, STAND.two().confirmRecovery(byToken).status());
        STAND.redis().process().goOn();
        await().until(() -> STAND.two().confirmRecovery(byToken).status() == 200);
        look();
    }

    /** Of the email, and back; of the password; and the end. */
    private void changes() {
        SignedInUser user = register();
        String next = email();
        String flow = STAND.one().changeEmail(user.accessToken(), next).data("flow");
        Received toNew = mail(next, "email");
        String undo = mail(user.email(), "undo").token();
        look();
        assertEquals(
                200,
                STAND.two()
                        .confirmEmail(Map.of("flow", flow, "code", toNew.code()))
                        .status());
        Answer changed = STAND.one().changePassword(user.accessToken(), TestUsers.PASSWORD, NEW);
        SignedInUser renewed = signedIn(changed, next);
        signedIn(STAND.one().refresh(renewed.refreshToken()), next);
        look();
        assertEquals(200, STAND.two().undoEmail(undo).status());
        look();
        SignedInUser gone = register();
        assertEquals(
                204, STAND.one().delete(gone.accessToken(), TestUsers.PASSWORD).status());
        look();
    }

    private SignedInUser register() {
        String email = email();
        SignedInUser user = STAND.one().register(email).signedIn(201, email);
        secrets.addAll(Secret.of(user));
        return user;
    }

    private String email() {
        String email = TestUsers.newEmail();
        emails.add(email);
        return email;
    }

    private SignedInUser signedIn(Answer answer, String email) {
        SignedInUser user = answer.signedIn(200, email);
        secrets.addAll(Secret.of(user));
        return user;
    }

    private void look() {
        left.add(Leftovers.of(STAND));
    }

    /** The latest with this link, to this address; it is one of the secrets from then on. */
    private Received mail(String to, String page) {
        Received mail = await("a mail to " + page)
                .until(
                        () -> SMTP.received().stream()
                                .filter(received -> received.to().contains(to))
                                .map(SmtpStub.Received::asRead)
                                .filter(read -> read.text().contains("/account/" + page + "#"))
                                .reduce((earlier, later) -> later),
                        found -> found.isPresent())
                .orElseThrow();
        secrets.addAll(Secret.of(mail));
        return mail;
    }

    /** Else a search would find nothing because there is nothing. */
    private void assertShown(String where, String what) {
        assertTrue(left.stream().anyMatch(all -> all.getOrDefault(where, "").contains(what)), where + " lacks " + what);
    }

    private void assertNoneIsLeft() {
        SMTP.received().forEach(received -> secrets.addAll(Secret.of(received.asRead())));
        Set<String> found = new TreeSet<>();
        long searched = 0;
        for (Map<String, String> all : left) {
            for (Map.Entry<String, String> part : all.entrySet()) {
                searched += part.getValue().length();
                Stream<Secret> none = part.getKey().equals("MongoDB")
                        ? secrets.stream()
                        : Stream.concat(secrets.stream(), emails.stream().map(email -> Secret.of("an email", email)));
                none.filter(secret -> secret.isIn(part.getValue()))
                        .forEach(secret -> found.add(secret.what() + " in " + part.getKey()));
            }
        }
        assertEquals(Set.of(), found);
        System.out.printf(
                Locale.ROOT,
                "faults: %d secrets of %d mails in none of %,d characters, read %d times%n",
                secrets.size(),
                SMTP.received().size(),
                searched,
                left.size());
    }
}
