package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Stand;
import dev.latchkey.token.TestTokens;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.bson.Document;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A logout that MongoDB knows of and the deny-list does not: it is not done, says so, and can be repeated. */
@Tag("faults")
class HalfLogoutFaultIT {
    private static final int GUARDS_OF_LOGOUT = 2;

    /** Only what requests ask of the deny-list is counted. */
    private static final Map<String, String> SETTINGS =
            Map.of("REDIS_TIMEOUT", "1s", "LATCHKEY_REDIS_WATCH_INTERVAL", "0s");

    @AutoClose
    private static final Stand STAND = Stand.start(SETTINGS);

    @Test
    void isNeverReportedDoneAndCanBeRepeatedUntilItIs() {
        SignedInUser user = STAND.one().register();
        assertEquals(200, STAND.one().details(user.accessToken()).status());

        STAND.mongo().process().stop();
        long checks = STAND.redis().scriptCalls();
        CompletableFuture<Answer> logout =
                CompletableFuture.supplyAsync(() -> STAND.one().logout(user));
        await("both guards to have passed").until(() -> STAND.redis().scriptCalls() == checks + GUARDS_OF_LOGOUT);
        STAND.redis().process().stop();
        STAND.mongo().process().goOn();
        assertEquals("unavailable", logout.join().code());
        Document half = session(user);
        assertNotNull(half.get("revokedAt"), half::toJson);
        assertNull(half.get("deniedAt"), half::toJson);
        assertEquals("unavailable", STAND.two().logout(user).code());

        STAND.redis().process().goOn();
        int attempts = 2;
        Answer repeated = STAND.two().logout(user);
        for (; repeated.status() == 503 && attempts < 10; attempts++) {
            repeated = STAND.two().logout(user);
        }
        assertEquals(200, repeated.status(), repeated::body);
        String figure = DeadTokens.refused(List.of(user), STAND.both());
        System.out.printf(
                Locale.ROOT,
                "faults: a logout that failed half way: 503 %d times, then 200, then %s%n",
                attempts,
                figure);
    }

    private static Document session(SignedInUser user) {
        String id = TestTokens.sessionOf(user.accessToken());
        try (MongoClient mongo = MongoClients.create(STAND.mongo().address())) {
            return mongo.getDatabase("latchkey")
                    .getCollection("Session")
                    .find(Filters.eq(id))
                    .first();
        }
    }
}
