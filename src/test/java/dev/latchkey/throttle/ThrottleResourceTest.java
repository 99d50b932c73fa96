package dev.latchkey.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Registrations and refreshes that are rate limited. */
@QuarkusTest
@TestProfile(ThrottledClients.Throttled.class)
class ThrottleResourceTest extends ThrottledClients {

    @Nested
    class Register {

        @Test
        void isThrottledPerAddress() {
            for (int i = 0; i < PER_ADDRESS; i++) {
                register(home, TestUsers.newEmail()).then().statusCode(201);
            }
            assertThrottled(register(home, TestUsers.newEmail()));
            register(elsewhere, TestUsers.newEmail()).then().statusCode(201);
        }
    }

    @Nested
    class Refresh {

        @Test
        void isThrottledPerAddressAndLeavesTheSessionAlone() {
            String refreshToken = register(home).path("data.refreshToken");
            for (int i = 0; i < PER_ADDRESS; i++) {
                refreshToken = refresh(home, refreshToken).path("data.refreshToken");
            }
            assertThrottled(refresh(home, refreshToken));
            String next = refresh(elsewhere, refreshToken).path("data.refreshToken");
            assertNotEquals(refreshToken, next);
        }

        /** The grace would run out meanwhile, and the second tab be taken for a thief. */
        @Test
        void doesNotKeepTheSecondTabWaiting() {
            String refreshToken = register(home).path("data.refreshToken");
            String pair =
                    refresh(home, refreshToken).then().statusCode(200).extract().asString();
            String other = register(elsewhere, TestUsers.newEmail()).path("data.refreshToken");
            for (int i = 1; i < PER_ADDRESS; i++) {
                other = refresh(home, other).path("data.refreshToken");
            }
            assertThrottled(refresh(home, other));
            assertEquals(pair, refresh(home, refreshToken).asString());
        }
    }
}
