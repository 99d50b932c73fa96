package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.SmtpStub;
import dev.latchkey.stand.SmtpStub.Fault;
import dev.latchkey.stand.SmtpStub.Received;
import dev.latchkey.stand.SmtpStub.Step;
import dev.latchkey.stand.Stand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is owed arrives once the mail server is back, however it failed; and no request waits for it. */
@Tag("faults")
class MailFaultIT {
    private static final int MAILS = 10;
    private static final Duration LONG = Duration.ofSeconds(150);
    private static final Duration SOON = Duration.ofSeconds(2);

    @AutoClose
    private static final SmtpStub SMTP = SmtpStub.start();

    private static final Map<String, String> SETTINGS = Map.of(
            "SMTP_URL", SMTP.url(),
            "MAIL_FROM", "no-reply@example.com",
            "PUBLIC_URL", "https://auth.example.com");

    @AutoClose
    private static final Stand STAND = Stand.start(SETTINGS);

    @AfterEach
    void recover() {
        SMTP.recover();
    }

    @Test
    void arrivesOnceAServerIsBackThatRefusedConnections() {
        SMTP.refuse();
        List<String> owed = registered();
        await("a try").atMost(LONG).until(() -> failures() > 0);
        SMTP.recover();
        assertEachArrivesOnce(owed);
    }

    @Test
    void arrivesOnceAServerIsBackThatAnsweredLater() {
        SMTP.failAt(Step.MAIL, new Fault.Reply("451 4.3.0 Try again later"));
        List<String> owed = registered();
        int reached = SMTP.reached(Step.MAIL);
        await("a try").atMost(LONG).until(() -> SMTP.reached(Step.MAIL) >= reached + MAILS);
        SMTP.recover();
        assertEachArrivesOnce(owed);
    }

    /** Neither a login nor anything else is slower, and what was owed arrives. */
    @Test
    void costsNoRequestAnyTimeWhileAServerHangs() {
        SMTP.failAt(Step.EHLO, new Fault.Hang());
        List<String> owed = registered();
        for (String email : owed) {
            assertTrue(STAND.one().recover(email).took().compareTo(SOON) < 0, "a request waits for the mail server");
            assertTrue(STAND.one().login(email).took().compareTo(SOON) < 0, "a login waits for the mail server");
        }
        SMTP.recover();
        assertEachArrives(owed);
    }

    /** It may have taken the mail or not; the one that is sent again is the same, byte for byte. */
    @Test
    void isTheSameAgainFromAServerThatDiedBeforeItsAnswer() {
        SMTP.failAt(Step.END_OF_DATA, new Fault.HangUp());
        List<String> owed = registered();
        await("a mail that is not answered").atMost(LONG).until(() -> !of(owed).isEmpty());
        SMTP.recover();
        assertEachArrives(owed);
        owed.forEach(email -> assertEquals(1, bytesOf(email).size(), "another mail for the same"));
    }

    @Test
    void oneBadRecipientDelaysNoOther() {
        String bad = TestUsers.newEmail();
        SMTP.failAtRecipient(bad, new Fault.Reply("450 4.2.0 Mailbox busy"));
        STAND.one().register(bad);
        assertEachArrivesOnce(registered());
    }

    @Test
    void isGivenUpForARecipientThatIsRefusedForGood() {
        String gone = TestUsers.newEmail();
        double before = undeliverable();
        SMTP.failAtRecipient(gone, new Fault.Reply("550 5.1.1 No such user"));
        STAND.one().register(gone);
        await("giving up").atMost(LONG).until(() -> undeliverable() == before + 1);
    }

    /** By the other replica, once the lease of the one that is gone is over; at most once more, and the same. */
    @Test
    void arrivesAlthoughTheReplicaIsKilledThatWasSendingIt() {
        try (Replica third = STAND.oneMore(SETTINGS)) {
            SMTP.failAt(Step.END_OF_DATA, new Fault.Hang());
            List<String> owed = new ArrayList<>();
            for (int i = 0; i < MAILS; i++) {
                String email = TestUsers.newEmail();
                third.client().register(email);
                owed.add(email);
            }
            await("mails under way").atMost(LONG).until(() -> !of(owed).isEmpty());
            third.process().kill();
            SMTP.recover();
            assertEachArrives(owed);
            for (String email : owed) {
                assertTrue(
                        SMTP.accepted().stream()
                                        .filter(mail -> mail.to().contains(email))
                                        .count()
                                <= 2,
                        "twice at most");
                assertEquals(1, bytesOf(email).size(), "another mail for the same");
            }
        }
    }

    private static List<String> registered() {
        List<String> emails = new ArrayList<>();
        for (int i = 0; i < MAILS; i++) {
            String email = TestUsers.newEmail();
            assertEquals(201, STAND.both().get(i % 2).register(email).status());
            emails.add(email);
        }
        return emails;
    }

    private static void assertEachArrives(List<String> emails) {
        await("all mails").atMost(LONG).until(() -> emails.stream().allMatch(email -> SMTP.accepted().stream()
                .anyMatch(mail -> mail.to().contains(email))));
    }

    private static void assertEachArrivesOnce(List<String> emails) {
        assertEachArrives(emails);
        assertEquals(
                emails.size(),
                SMTP.accepted().stream()
                        .filter(mail -> mail.to().stream().anyMatch(emails::contains))
                        .count());
    }

    private static List<Received> of(List<String> emails) {
        return SMTP.received().stream()
                .filter(mail -> mail.to().stream().anyMatch(emails::contains))
                .toList();
    }

    /** The different ones of those that came, whether they were accepted or not. */
    private static Set<String> bytesOf(String email) {
        return SMTP.received().stream()
                .filter(mail -> mail.to().contains(email))
                .map(Received::data)
                .collect(Collectors.toSet());
    }

    private static double failures() {
        return total("failed");
    }

    private static double undeliverable() {
        return total("undeliverable");
    }

    private static double total(String outcome) {
        return List.of(STAND.first(), STAND.second()).stream()
                .mapToDouble(replica -> replica.metrics().of("latchkey_mails_total{outcome=\"" + outcome + "\"}"))
                .sum();
    }
}
