package dev.latchkey.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.latchkey.TestUsers;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import io.quarkus.elytron.security.common.BcryptUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/**
 * How long a refused login takes: by the time nobody should be able to tell an unknown email from a wrong password. It
 * prints, and does not fail by time, which depends on what else the machine does.
 */
class SignInTimingBench {
    private static final int TRIES = 200;
    private static final int WARM_UP = 50;
    private static final int COST = 10;
    private static final int LOWER_COST = 6;
    private static final String WRONG_PASSWORD = TestUsers.PASSWORD.replace("horse", "mouse");

    private enum Try {
        UNKNOWN_EMAIL(null),
        WRONG_PASSWORD(BcryptUtil.bcryptHash(TestUsers.PASSWORD, COST)),
        WRONG_PASSWORD_HASH_OF_LOWER_COST(BcryptUtil.bcryptHash(TestUsers.PASSWORD, LOWER_COST)),
        NO_USABLE_HASH("none");

        private final String hash;
        private final String email = TestUsers.newEmail();

        Try(String hash) {
            this.hash = hash;
        }

        Document user() {
            return new Document("email", email).append("canonicalEmail", email).append("password", hash);
        }
    }

    @Test
    void printsTheMediansOfRefusedLogins() {
        try (MongoProcess mongo = MongoProcess.start();
                RedisProcess redis = RedisProcess.start(RedisProcess.AOF);
                Replica replica = Replica.start(
                        mongo.address(),
                        redis.address(),
                        Map.of("BCRYPT_COST", Integer.toString(COST), "MONGODB_TIMEOUT", "5s"))) {
            insertUsers(mongo);
            measure(replica.client(), WARM_UP);
            print(measure(replica.client(), TRIES));
        }
    }

    private static void insertUsers(MongoProcess mongo) {
        try (MongoClient client = MongoClients.create(mongo.address())) {
            List<Document> users = Stream.of(Try.values())
                    .filter(kind -> kind.hash != null)
                    .map(Try::user)
                    .toList();
            client.getDatabase("latchkey").getCollection("User").insertMany(users);
        }
    }

    /**
     * Nanoseconds of each try. All kinds in turn, in a random order each time, so that a busy machine hits all alike.
     */
    private static Map<Try, long[]> measure(Client client, int tries) {
        Map<Try, long[]> nanos = new EnumMap<>(Try.class);
        List<Try> order = new ArrayList<>(List.of(Try.values()));
        for (int i = 0; i < tries; i++) {
            Collections.shuffle(order);
            for (Try kind : order) {
                Answer answer = client.login(kind.email, WRONG_PASSWORD);
                assertEquals("invalid_credentials", answer.code());
                nanos.computeIfAbsent(kind, any -> new long[tries])[i] =
                        answer.took().toNanos();
            }
        }
        return nanos;
    }

    private static void print(Map<Try, long[]> nanos) {
        double unknown = medianMillis(nanos.get(Try.UNKNOWN_EMAIL));
        System.out.printf(
                Locale.ROOT, "bench: refused logins, BCRYPT_COST %d, medians of %d interleaved tries%n", COST, TRIES);
        nanos.forEach((kind, times) -> {
            double median = medianMillis(times);
            System.out.printf(
                    Locale.ROOT, "bench: %-34s %7.2f ms %+6.2f %%%n", kind, median, 100 * (median / unknown - 1));
        });
    }

    private static double medianMillis(long[] nanos) {
        return Arrays.stream(nanos).sorted().skip(nanos.length / 2).findFirst().orElseThrow() / 1e6;
    }
}
