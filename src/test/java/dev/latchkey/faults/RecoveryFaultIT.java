package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.Parallel;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.SmtpServer.Received;
import dev.latchkey.stand.SmtpStub;
import dev.latchkey.stand.Stand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tokens and codes of mails on two replicas: used in parallel, against logins, and with a store gone half way. */
@Tag("faults")
class RecoveryFaultIT {
    private static final String NEW = "purple window elephant";
    /** More of both with {@code -Dlatchkey.recoveries=100 -Dlatchkey.logins=64}. */
    private static final int ROUNDS = Integer.getInteger("latchkey.recoveries", 10);

    private static final int LOGINS = Integer.getInteger("latchkey.logins", 16);
    private static final int CONFIRMS = 64;

    @AutoClose
    private static final SmtpStub MAIL = SmtpStub.start();

    @AutoClose
    private static final Stand STAND = Stand.start(Map.of(
            "SMTP_URL", MAIL.url(),
            "MAIL_FROM", "Latchkey <no-reply@example.com>",
            "PUBLIC_URL", "https://auth.example.com",
            "REDIS_TIMEOUT", "1s"));

    @Nested
    class OfParallelUsesOneWins {

        @Test
        void ofARecovery() throws Exception {
            SignedInUser user = STAND.one().register();
            String flow = STAND.two().recover(user.email()).data("flow");
            Received mail = mail(user.email(), "#token=", "/account/recover");
            assertOneWins(mail, flow, (replica, proof) -> replica.confirmRecovery(with(proof, "password", NEW)));
        }

        @Test
        void ofAVerification() throws Exception {
            String email = TestUsers.newEmail();
            Answer registered = STAND.one().register(email);
            String access = registered.data("accessToken");
            Received mail = mail(email, "#token=", "/account/verify");
            assertOneWins(
                    mail, registered.data("flow"), (replica, proof) -> replica.confirmVerification(access, proof));
        }

        @Test
        void ofAChangeOfTheEmail() throws Exception {
            SignedInUser user = STAND.one().register();
            String next = TestUsers.newEmail();
            String flow = STAND.one().changeEmail(user.accessToken(), next).data("flow");
            assertOneWins(mail(next, "#token=", "/account/email"), flow, Client::confirmEmail);
        }

        @Test
        void ofAnUndo() throws Exception {
            SignedInUser user = STAND.one().register();
            STAND.one().changeEmail(user.accessToken(), TestUsers.newEmail());
            String token = mail(user.email(), "#token=", "/account/undo").token();
            assertOneWins(replica -> replica.undoEmail(token), replica -> replica.undoEmail(token));
        }

        @Test
        void ofARejection() throws Exception {
            SignedInUser user = STAND.one().register();
            String token = mail(user.email(), "#token=", "/account/verify").token();
            assertOneWins(replica -> replica.rejectVerification(token), replica -> replica.rejectVerification(token));
        }

        private static void assertOneWins(
                Received mail, String flow, BiFunction<Client, Map<String, String>, Answer> confirm) throws Exception {
            Map<String, String> token = Map.of("token", mail.token());
            Map<String, String> code = Map.of("flow", flow, "code", mail.code());
            assertOneWins(replica -> confirm.apply(replica, token), replica -> confirm.apply(replica, code));
        }

        private static void assertOneWins(Function<Client, Answer> one, Function<Client, Answer> other)
                throws Exception {
            List<Callable<Integer>> confirms = new ArrayList<>();
            for (int i = 0; i < CONFIRMS / 4; i++) {
                for (Client replica : STAND.both()) {
                    confirms.add(() -> one.apply(replica).status());
                    confirms.add(() -> other.apply(replica).status());
                }
            }
            List<Integer> statuses = Parallel.race(confirms);
            assertEquals(1, statuses.stream().filter(status -> status == 200).count(), statuses::toString);
            assertEquals(
                    CONFIRMS - 1,
                    statuses.stream().filter(status -> status == 403).count(),
                    statuses::toString);
        }
    }

    /** The recovery begins once some of the logins are done: none in the first round, all but one in the last. */
    @Test
    void leavesNoSessionOfTheOldPassword() throws Exception {
        int begun = 0;
        for (int round = 0; round < ROUNDS; round++) {
            SignedInUser user = STAND.one().register();
            STAND.one().recover(user.email());
            String token = mail(user.email(), "#token=", "/account/recover").token();
            CountDownLatch before = new CountDownLatch(round * LOGINS / ROUNDS);
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int login = 0; login < LOGINS; login++) {
                Client replica = STAND.both().get(login % 2);
                calls.add(() -> {
                    Answer answer = replica.login(user.email());
                    before.countDown();
                    return answer;
                });
            }
            calls.add(() -> {
                before.await();
                return STAND.two().confirmRecovery(Map.of("token", token, "password", NEW));
            });
            List<Answer> answers = Parallel.race(calls);
            assertEquals(200, answers.get(LOGINS).status(), answers.get(LOGINS)::body);
            List<SignedInUser> sessions = new ArrayList<>(List.of(user));
            answers.subList(0, LOGINS).stream()
                    .filter(answer -> answer.status() == 200)
                    .forEach(answer -> sessions.add(answer.signedIn(200, user.email())));
            begun += sessions.size();
            DeadTokens.refused(sessions, STAND.both());
        }
        System.out.printf(
                Locale.ROOT,
                "faults: %d recoveries, each against %d logins with the old password on two replicas: "
                        + "%d sessions begun, 0 left%n",
                ROUNDS,
                LOGINS,
                begun);
    }

    /** Of each session, and also what was rotated out before; at the very next request, on each replica. */
    @Test
    void refusesEveryEarlierTokenFromItsAnswerOn() {
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            SignedInUser user = STAND.one().register();
            SignedInUser rotated = STAND.two().refresh(user.refreshToken()).renewed(user);
            SignedInUser other = STAND.two().login(user.email()).signedIn(200, user.email());
            STAND.one().recover(user.email());
            String token = mail(user.email(), "#token=", "/account/recover").token();
            Client replica = STAND.both().get(round % 2);
            assertEquals(
                    200,
                    replica.confirmRecovery(Map.of("token", token, "password", NEW))
                            .status());
            List<SignedInUser> pairs = List.of(other, rotated, user);
            DeadTokens.refused(pairs, List.of(STAND.both().get((round + 1) % 2), replica));
            for (Client any : STAND.both()) {
                pairs.forEach(
                        pair -> assertEquals(403, any.verify(pair.accessToken()).status()));
            }
            refused += 6 * pairs.size();
        }
        System.out.printf(
                Locale.ROOT,
                "faults: %d recoveries, %d earlier tokens at once refused, 0 let through%n",
                ROUNDS,
                refused);
    }

    /** Whichever comes first: of a user who is gone, or has another password, no token of before is left. */
    @Test
    void leavesNoTokenBesideADeletion() throws Exception {
        int deleted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            SignedInUser user = STAND.one().register();
            STAND.one().recover(user.email());
            String token = mail(user.email(), "#token=", "/account/recover").token();
            List<Answer> answers = Parallel.race(List.<Callable<Answer>>of(
                    () -> STAND.one().delete(user.accessToken(), TestUsers.PASSWORD),
                    () -> STAND.two().confirmRecovery(Map.of("token", token, "password", NEW)),
                    () -> STAND.one().login(user.email()),
                    () -> STAND.two().login(user.email()),
                    () -> STAND.one().refresh(user.refreshToken())));
            boolean isGone = answers.get(0).status() == 204;
            deleted += isGone ? 1 : 0;
            assertEquals(
                    isGone ? 401 : 200, STAND.two().login(user.email(), NEW).status());
            List<SignedInUser> sessions = new ArrayList<>(List.of(user));
            answers.subList(2, 5).stream()
                    .filter(answer -> answer.status() == 200)
                    .forEach(answer -> sessions.add(answer.signedIn(200, user.email())));
            DeadTokens.refused(sessions, STAND.both());
        }
        System.out.printf(
                Locale.ROOT,
                "faults: %d recoveries, each against a deletion: %d deleted, no token left%n",
                ROUNDS,
                deleted);
    }

    @Test
    void isRepeatedWithTheSameTokenAfterAStoppedRedisBrokeItOff() {
        SignedInUser user = STAND.one().register();
        STAND.one().recover(user.email());
        Map<String, String> body = Map.of(
                "token", mail(user.email(), "#token=", "/account/recover").token(), "password", NEW);
        STAND.redis().process().stop();
        assertEquals("unavailable", STAND.one().confirmRecovery(body).code());
        STAND.redis().process().goOn();
        await().until(() -> STAND.two().confirmRecovery(body).status() == 200);
        DeadTokens.refused(List.of(user), STAND.both());
        assertEquals(200, STAND.one().login(user.email(), NEW).status());
        assertEquals(403, STAND.one().confirmRecovery(body).status());
    }

    @Test
    void changesNothingWhileMongoIsStopped() {
        SignedInUser user = STAND.one().register();
        STAND.one().recover(user.email());
        Map<String, String> body = Map.of(
                "token", mail(user.email(), "#token=", "/account/recover").token(), "password", NEW);
        STAND.mongo().process().stop();
        CompletableFuture<Answer> answer =
                CompletableFuture.supplyAsync(() -> STAND.one().confirmRecovery(body));
        assertEquals("unavailable", answer.join().code());
        STAND.mongo().process().goOn();
        await().until(() -> STAND.two().confirmRecovery(body).status() == 200);
        DeadTokens.refused(List.of(user), STAND.both());
    }

    private static Map<String, String> with(Map<String, String> proof, String field, String value) {
        Map<String, String> all = new HashMap<>(proof);
        all.put(field, value);
        return all;
    }

    private static Received mail(String email, String... parts) {
        return await("a mail")
                .until(
                        () -> MAIL.received().stream()
                                .filter(received -> received.to().contains(email))
                                .map(SmtpStub.Received::asRead)
                                .filter(mail -> List.of(parts).stream().allMatch(mail.text()::contains))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
