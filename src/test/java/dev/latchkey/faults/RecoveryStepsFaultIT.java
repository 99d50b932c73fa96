package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.CommandProxy;
import dev.latchkey.stand.CommandProxy.Moment;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.ServerProcess;
import dev.latchkey.stand.SmtpStub;
import dev.latchkey.stand.SmtpStub.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A recovery whose store is killed at its first command, its second, and so on until it gets through: before the command
 * reaches the store, and after, when its answer reaches nobody. What is not done is 503, and is done by asking again; what
 * is said to be done is done wholly.
 */
@Tag("faults")
class RecoveryStepsFaultIT {
    private static final String NEW = "purple window elephant";
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final int MOST_STEPS = 60;

    @AutoClose
    private static final SmtpStub MAIL = SmtpStub.start();

    @AutoClose
    private static final MongoProcess MONGO = MongoProcess.start();

    @AutoClose
    private static final RedisProcess REDIS = RedisProcess.start(RedisProcess.AOF);

    @AutoClose
    private static final CommandProxy BEFORE_MONGO = CommandProxy.of(MONGO);

    @AutoClose
    private static final CommandProxy BEFORE_REDIS = CommandProxy.of(REDIS);

    /** Only what is about mails is asked of Redis. */
    private static final Map<String, String> SETTINGS = settings();

    @AutoClose
    private static final Replica ONE = start();

    @AutoClose
    private static final Replica TWO = start();

    private static final List<Client> BOTH = List.of(ONE.client(), TWO.client());

    private final List<String> killedAt = new ArrayList<>();
    private int refused;

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "SMTP_URL", MAIL.url(),
                "MAIL_FROM", "no-reply@example.com",
                "PUBLIC_URL", "https://auth.example.com",
                "REDIS_TIMEOUT", "1s",
                "MONGODB_TIMEOUT", "2s",
                "LATCHKEY_DENY_LIST_WATCH", "0s",
                "THROTTLE_ENABLED", "true"));
        for (String limit : List.of("MAIL", "REGISTER", "LOGIN", "SESSION", "REFRESH")) {
            settings.put("THROTTLE_" + limit + "_PER_ADDRESS", "100000/1h");
        }
        return settings;
    }

    private static Replica start() {
        return Replica.start("mongodb://" + BEFORE_MONGO.address() + "/latchkey", BEFORE_REDIS.address(), SETTINGS);
    }

    @Test
    void isAskedForWhileMongoIsKilled() {
        ask(BEFORE_MONGO, MONGO.process());
    }

    @Test
    void isAskedForWhileRedisIsKilled() {
        ask(BEFORE_REDIS, REDIS.process());
    }

    @Test
    void isConfirmedWhileMongoIsKilled() {
        confirm(BEFORE_MONGO, MONGO.process());
    }

    @Test
    void isConfirmedWhileRedisIsKilled() {
        confirm(BEFORE_REDIS, REDIS.process());
    }

    /** Also in what follows the answer, until the mail is there. What no command reaches is what the one before it left. */
    private void ask(CommandProxy proxy, ServerProcess store) {
        boolean killed = true;
        for (int step = 1; killed; step++) {
            assertTrue(step < MOST_STEPS, "it never gets through");
            SignedInUser user = registered();
            proxy.killAt(step, Moment.BEFORE_IT_IS_ANSWERED);
            Answer asked = ONE.client().recover(user.email());
            assertTrue(List.of(202, 503).contains(asked.status()), asked::toString);
            await("the mail, or the end of the store")
                    .atMost(LONG)
                    .until(() -> !store.isAlive() || recoveryOf(user).isPresent());
            killed = restart(proxy, store, Moment.BEFORE_IT_IS_ANSWERED);
            if (asked.status() == 503) {
                refused++;
                stillHolds(user);
                await().atMost(LONG)
                        .until(() -> TWO.client().recover(user.email()).status() == 202);
            }
            String token = awaitRecovery(user);
            assertEquals(200, TWO.client().confirmRecovery(body(token)).status());
            isDone(user);
        }
        print("asked for", store);
    }

    private void confirm(CommandProxy proxy, ServerProcess store) {
        for (Moment moment : Moment.values()) {
            boolean killed = true;
            for (int step = 1; killed; step++) {
                assertTrue(step < MOST_STEPS, "it never gets through");
                SignedInUser user = registered();
                ONE.client().recover(user.email());
                String token = awaitRecovery(user);
                proxy.killAt(step, moment);
                Answer confirmed = ONE.client().confirmRecovery(body(token));
                killed = restart(proxy, store, moment);
                if (confirmed.status() == 503) {
                    refused++;
                    repeat(token);
                } else {
                    assertEquals(200, confirmed.status(), confirmed::body);
                }
                isDone(user);
            }
        }
        print("confirmed", store);
    }

    /** With the same token, on the other replica. */
    private static void repeat(String token) {
        Answer repeated = await("an answer")
                .atMost(LONG)
                .until(() -> TWO.client().confirmRecovery(body(token)), answer -> answer.status() != 503);
        assertEquals(200, repeated.status(), repeated::body);
    }

    /** What the user had before is as it was. */
    private static void stillHolds(SignedInUser user) {
        for (Client replica : BOTH) {
            await("the old password")
                    .atMost(LONG)
                    .until(() -> replica.login(user.email()).status() == 200);
        }
    }

    /** Nobody gets in with what was before, on either replica, from the first request on. */
    private static void isDone(SignedInUser user) {
        for (Client replica : BOTH) {
            refused(() -> replica.verify(user.accessToken()), 403);
            refused(() -> replica.details(user.accessToken()), 403);
            refused(() -> replica.refresh(user.refreshToken()), 403);
            refused(() -> replica.login(user.email()), 401);
            await("the new password")
                    .atMost(LONG)
                    .until(() -> replica.login(user.email(), NEW).status() == 200);
        }
    }

    /** A store that has only just come back may not be asked yet, which lets nobody in either. */
    private static void refused(Supplier<Answer> request, int status) {
        Answer answer = await("an answer").atMost(LONG).until(request::get, any -> any.status() != 503);
        assertEquals(status, answer.status(), answer::body);
    }

    /** Whether it was killed. */
    private boolean restart(CommandProxy proxy, ServerProcess store, Moment moment) {
        Optional<String> killed = proxy.disarm();
        killed.ifPresent(command -> {
            store.start();
            killedAt.add(moment == Moment.BEFORE_IT_IS_DONE ? command : command + "*");
        });
        return killed.isPresent();
    }

    private static SignedInUser registered() {
        String email = TestUsers.newEmail();
        return await("a registration")
                .atMost(LONG)
                .until(() -> ONE.client().register(email), answer -> answer.status() == 201)
                .signedIn(201, email);
    }

    private static Map<String, String> body(String token) {
        return Map.of("token", token, "password", NEW);
    }

    private static String awaitRecovery(SignedInUser user) {
        return await("the mail")
                .atMost(LONG)
                .until(() -> recoveryOf(user), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<String> recoveryOf(SignedInUser user) {
        return MAIL.received().stream()
                .filter(mail -> mail.to().contains(user.email()))
                .map(Received::asRead)
                .filter(mail -> mail.text().contains("/account/recover#token="))
                .map(mail -> mail.token())
                .findFirst();
    }

    private void print(String what, ServerProcess store) {
        System.out.printf(
                Locale.ROOT,
                "faults: a recovery %s, %s killed at each of %d steps, %d times 503, never done by halves: %s%n",
                what,
                store.name(),
                killedAt.size(),
                refused,
                killedAt);
    }
}
