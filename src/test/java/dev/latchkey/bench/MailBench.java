package dev.latchkey.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.latchkey.TestUsers;
import dev.latchkey.bench.Population.Seeded;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.SmtpStub;
import dev.latchkey.stand.SmtpStub.Fault;
import dev.latchkey.stand.SmtpStub.Step;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * What mails cost: a request for recovery beside one for the details of a user, how many are sent in a second, and what
 * 100,000 that can't be sent cost everybody else. In turn in one run; it prints, and does not fail by a figure.
 */
class MailBench {
    private static final int ROUNDS = Integer.getInteger("latchkey.bench.rounds", 5);
    private static final Duration PEAK = Duration.ofSeconds(4);
    private static final Duration LOGINS = Duration.ofSeconds(8);
    private static final int LOGIN_CONNECTIONS = 2 * Runtime.getRuntime().availableProcessors();
    private static final int WARM_UPS = 5;
    private static final int USERS = 1_000;
    private static final int SENT = 3_000;
    private static final int QUEUED = 100_000;
    private static final int BATCH = 10_000;

    @AutoClose
    private static final SmtpStub SMTP = SmtpStub.start();

    @AutoClose
    private static final MongoProcess MONGO = MongoProcess.startInMemory();

    @AutoClose
    private static final RedisProcess REDIS = RedisProcess.start(RedisProcess.AOF);

    @AutoClose
    private static final Replica REPLICA = Replica.start(
            MONGO.address(),
            REDIS.address(),
            Map.of(
                    "SMTP_URL", SMTP.url(),
                    "MAIL_FROM", "no-reply@example.com",
                    "BCRYPT_COST", Integer.toString(ServiceBench.BCRYPT_COST),
                    "SESSIONS_PER_USER", "1000",
                    "MONGODB_TIMEOUT", "5s",
                    "REDIS_TIMEOUT", "5s"),
            List.of("-Xmx256m", "-XX:+UseSerialGC"));

    @AutoClose
    private static final MongoClient CLIENT = MongoClients.create(MONGO.address());

    @AutoClose
    private static final Population POPULATION = new Population(MONGO.address());

    private static final MongoDatabase DATABASE = CLIENT.getDatabase("latchkey");
    private static final URI SERVICE = REPLICA.client().service();

    private final List<Seeded> users = users();

    private static List<Seeded> users() {
        POPULATION.awaitThatItsTokensAreAccepted(REPLICA.client());
        return POPULATION.add(USERS);
    }

    @AfterEach
    void leaveNothingToSend() {
        mails("Mail").deleteMany(new Document());
        SMTP.recover();
    }

    /** Of addresses that nobody has: for others mails would be made at the same time. */
    @Test
    void printsWhatARequestForRecoveryCosts() {
        List<Double> ratios = new ArrayList<>();
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            double details = peak(Route.DETAILS, users, Wrk.CONNECTIONS, PEAK);
            double recovery = peakOfRecovery();
            mails("RecoveryRequest").deleteMany(new Document());
            if (round >= 0) {
                ratios.add(recovery / details);
                print("/user/details %,.0f requests/s, /password/recovery %,.0f", details, recovery);
            }
        }
        print("/password/recovery to /user/details, requests/s: %.2f", Median.of(ratios));
    }

    @Test
    void printsHowManyAreSentInASecond() {
        List<Double> rates = new ArrayList<>();
        for (int round = -1; round < ROUNDS; round++) {
            int before = SMTP.accepted().size();
            queue(SENT);
            long start = System.nanoTime();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> SMTP.accepted().size() >= before + SENT);
            if (round >= 0) {
                rates.add(SENT / ((System.nanoTime() - start) / 1e9));
                assertEquals(before + SENT, SMTP.accepted().size());
            }
        }
        print(
                "mails/s: %.0f (%s)",
                Median.of(rates), rates.stream().map(Math::round).toList());
    }

    /** The server takes connections, and says nothing. With and without them in turn, each first in every other round. */
    @Test
    void printsWhatManyThatCantBeSentCost() {
        SMTP.failAt(Step.EHLO, new Fault.Hang());
        for (int i = 0; i < WARM_UPS; i++) {
            peak(Route.VERIFY, users, Wrk.CONNECTIONS, PEAK);
            peak(Route.LOGIN, users, LOGIN_CONNECTIONS, PEAK);
        }
        List<Double> verify = new ArrayList<>();
        List<Double> login = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Map<Boolean, Peaks> peaks = new HashMap<>();
            for (boolean queued : round % 2 == 0 ? List.of(false, true) : List.of(true, false)) {
                mails("Mail").deleteMany(new Document());
                queue(queued ? QUEUED : 0);
                peaks.put(
                        queued,
                        new Peaks(
                                peak(Route.VERIFY, users, Wrk.CONNECTIONS, PEAK),
                                peak(Route.LOGIN, users, LOGIN_CONNECTIONS, LOGINS)));
            }
            verify.add(peaks.get(true).verify() / peaks.get(false).verify());
            login.add(peaks.get(true).login() / peaks.get(false).login());
            print("without mails %s, with %,d queued %s", peaks.get(false), QUEUED, peaks.get(true));
        }
        print(
                "with %,d mails queued to without, requests/s: /verify %.3f, /login %.3f",
                QUEUED, Median.of(verify), Median.of(login));
    }

    private record Peaks(double verify, double login) {}

    private static double peak(Route route, List<Seeded> users, int connections, Duration time) {
        Wrk.Peak peak = Wrk.run(SERVICE, route, route.lines(users), connections, time);
        assertEquals(0, peak.failures(), route.path());
        return peak.perSecond();
    }

    private static double peakOfRecovery() {
        List<String> lines = IntStream.range(0, USERS)
                .mapToObj(i -> "POST|/password/recovery|Content-Type: application/json|{\"email\":\""
                        + TestUsers.newEmail() + "\"}")
                .toList();
        Wrk.Peak peak = Wrk.run(SERVICE, "requests.lua", lines, Wrk.CONNECTIONS, PEAK);
        assertEquals(0, peak.failures(), "/password/recovery");
        return peak.perSecond();
    }

    /** Notices to as many recipients, as users' documents would hold them. */
    private static void queue(int number) {
        Date now = Date.from(Instant.now());
        Date end = Date.from(Instant.now().plus(Duration.ofDays(3)));
        for (int queued = 0; queued < number; queued += BATCH) {
            mails("Mail")
                    .insertMany(IntStream.range(queued, Math.min(number, queued + BATCH))
                            .mapToObj(i -> notice(now, end))
                            .toList());
        }
    }

    private static Document notice(Date now, Date end) {
        return new Document("_id", UUID.randomUUID().toString())
                .append("kind", "USER_DELETED")
                .append("userId", "0".repeat(24))
                .append("name", "Ada Lovelace")
                .append("to", TestUsers.newEmail())
                .append("address", "0".repeat(32))
                .append("createdAt", now)
                .append("expiresAt", end)
                .append("dueAt", now)
                .append("attempts", 0);
    }

    private static MongoCollection<Document> mails(String collection) {
        return DATABASE.getCollection(collection);
    }

    private static void print(String format, Object... figures) {
        System.out.printf(Locale.ROOT, "bench: " + format + "%n", figures);
    }
}
