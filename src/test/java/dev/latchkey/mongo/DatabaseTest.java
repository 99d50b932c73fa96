package dev.latchkey.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.settings.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private static final String NOBODY_LISTENS = "mongodb://127.0.0.1:1/users";

    private record Address(String address, Duration timeout, boolean retryWrites) implements Settings.Mongo {}

    /** What Panache asks before each operation, so that none waits for servers, or for DNS. */
    @Test
    void isUnavailableUntilItIsOpen() {
        try (MongoClient mongo = MongoClients.create(NOBODY_LISTENS)) {
            Database database = new Database(mongo, new Address(NOBODY_LISTENS, Duration.ofSeconds(1), true));
            AuthException refusal = assertThrows(AuthException.class, database::resolve);
            assertEquals(AuthError.UNAVAILABLE, refusal.error());
            database.open();
            assertEquals("users", database.resolve());
        }
    }
}
