package dev.latchkey.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Load;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.SmtpStub;
import dev.latchkey.stand.SmtpStub.Fault;
import dev.latchkey.stand.SmtpStub.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How long requests take whose mails, or any, can't be sent since the mail server says nothing, beside those of a service
 * whose mails are taken: both in turn in one run. It prints, and does not fail by time.
 */
class MailServerBench {
    private static final int ROUNDS = Integer.getInteger("latchkey.bench.rounds", 5);
    private static final Duration ROUND = Duration.ofSeconds(6);
    private static final int CLIENTS = 2;

    /** Between two requests of a client: it is not the peak that is measured. */
    private static final long PAUSE_MILLIS = 10;

    private enum Request {
        LOGIN(200) {
            @Override
            Answer send(Client service, SignedInUser user) {
                return service.login(user.email());
            }
        },
        REGISTER(201) {
            @Override
            Answer send(Client service, SignedInUser user) {
                return service.register(TestUsers.newEmail());
            }
        },
        RECOVERY(202) {
            @Override
            Answer send(Client service, SignedInUser user) {
                return service.recover(user.email());
            }
        };

        private final int status;

        Request(int status) {
            this.status = status;
        }

        abstract Answer send(Client service, SignedInUser user);
    }

    @Test
    void printsWhatAServerCostsThatSaysNothing() throws InterruptedException {
        try (MongoProcess mongo = MongoProcess.startInMemory();
                RedisProcess redis = RedisProcess.start(RedisProcess.AOF);
                SmtpStub good = SmtpStub.start();
                SmtpStub hanging = SmtpStub.start();
                Replica withGood = start(mongo.address(), redis, good);
                Replica withHanging = start(mongo.address().replace("/latchkey", "/hanging"), redis, hanging)) {
            hanging.failAt(Step.EHLO, new Fault.Hang());
            Map<Request, List<Long>> times = new EnumMap<>(Request.class);
            Map<Request, List<Long>> timesWithHanging = new EnumMap<>(Request.class);
            for (int round = -1; round < ROUNDS; round++) {
                for (Request request : Request.values()) {
                    add(round, times, request, measure(withGood.client(), request));
                    add(round, timesWithHanging, request, measure(withHanging.client(), request));
                }
            }
            for (Request request : Request.values()) {
                print(request, times.get(request), timesWithHanging.get(request));
            }
            System.out.printf(
                    Locale.ROOT,
                    "bench: %,d mails taken by the good server, the other was asked %d times%n",
                    good.accepted().size(),
                    hanging.reached(Step.EHLO));
        }
    }

    private static Replica start(String database, RedisProcess redis, SmtpStub smtp) {
        Map<String, String> settings = Map.of(
                "SMTP_URL", smtp.url(),
                "MAIL_FROM", "no-reply@example.com",
                "BCRYPT_COST", Integer.toString(ServiceBench.BCRYPT_COST),
                "SESSIONS_PER_USER", "1000",
                "MONGODB_TIMEOUT", "5s",
                "REDIS_TIMEOUT", "5s");
        return Replica.start(database, redis.address(), settings, List.of("-Xmx256m", "-XX:+UseSerialGC"));
    }

    /** Nanoseconds of each answer. */
    private static List<Long> measure(Client service, Request request) throws InterruptedException {
        SignedInUser user = service.register();
        try (Load load = new Load()) {
            load.with(CLIENTS, () -> {
                pause();
                return request.send(service, user);
            });
            load.run(ROUND);
            return load.stop().stream()
                    .map(Load.Exchange::answer)
                    .peek(answer -> assertEquals(request.status, answer.status(), answer::body))
                    .map(answer -> answer.took().toNanos())
                    .toList();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void add(int round, Map<Request, List<Long>> all, Request request, List<Long> times) {
        if (round >= 0) {
            all.computeIfAbsent(request, any -> new ArrayList<>()).addAll(times);
        }
    }

    private static void print(Request request, List<Long> good, List<Long> hanging) {
        System.out.printf(
                Locale.ROOT,
                "bench: %-8s p50 %.1f ms, p99 %.1f ms of %,d; mail server hangs: p50 %.1f, p99 %.1f of %,d; "
                        + "ratio of p50 %.2f, of p99 %.2f%n",
                request,
                millis(good, 50),
                millis(good, 99),
                good.size(),
                millis(hanging, 50),
                millis(hanging, 99),
                hanging.size(),
                millis(hanging, 50) / millis(good, 50),
                millis(hanging, 99) / millis(good, 99));
    }

    private static double millis(List<Long> nanos, int percent) {
        return nanos.stream()
                        .sorted()
                        .skip((long) (nanos.size() * percent / 100.0))
                        .findFirst()
                        .orElseThrow()
                / 1e6;
    }
}
