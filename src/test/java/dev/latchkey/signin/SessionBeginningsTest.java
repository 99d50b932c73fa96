package dev.latchkey.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.account.AccountService;
import dev.latchkey.account.User;
import dev.latchkey.client.ClientAddress;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.session.SessionService;
import dev.latchkey.session.SessionStart;
import dev.latchkey.session.TokenPair;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session of whoever signs up or in, while the account changes hands. */
@QuarkusTest
class SessionBeginningsTest {

    @Inject
    SessionBeginnings beginnings;

    @Inject
    AccountService accounts;

    @Inject
    SessionService sessions;

    private SignedInUser user;

    @BeforeEach
    void register() {
        user = TestUsers.register();
    }

    @Test
    void givesTokens() {
        assertTrue(begin(read()).isPresent());
    }

    @Test
    void givesNoneIfThePasswordWasChangedSinceTheUserWasRead() {
        User before = read();
        TestUsers.changePassword(user.accessToken(), TestUsers.PASSWORD, "purple window elephant")
                .then()
                .statusCode(200);
        assertEquals(Optional.empty(), begin(before));
    }

    @Test
    void givesNoneIfTheUserIsGoneByThen() {
        User before = read();
        TestUsers.delete(user.accessToken(), TestUsers.PASSWORD).then().statusCode(204);
        assertEquals(Optional.empty(), begin(before));
    }

    private User read() {
        return accounts.find(user.email()).orElseThrow();
    }

    private Optional<TokenPair> begin(User as) {
        SessionStart start = sessions.prepare();
        ClientInfo client = new ClientInfo(new ClientAddress(InetAddress.getLoopbackAddress()), "test");
        return beginnings.begin(start, as, client);
    }
}
