package dev.latchkey.session;

import static dev.latchkey.Problems.problem;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.client.ClientAddress;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.denylist.DenyList;
import dev.latchkey.denylist.Epoch;
import dev.latchkey.token.Subject;
import dev.latchkey.token.TestTokens;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.TokenVerifier;
import dev.latchkey.token.VerifiedToken;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/**
 * The epoch is read before MongoDB, see {@link TokenPairs#of}: a deny-list that is lost between the two, and with it
 * perhaps a revocation, never vouches for the pair.
 */
@QuarkusTest
class EpochOrderTest {
    private static final ClientInfo CLIENT =
            new ClientInfo(new ClientAddress(InetAddress.getLoopbackAddress()), "a test");

    @Inject
    RedisDataSource redis;

    @Inject
    SessionService sessions;

    @Inject
    TokenRotation rotation;

    @Inject
    TokenVerifier verifier;

    @Inject
    DenyList denyList;

    @Test
    void makesTheFirstPairStaleIfTheListIsLostBeforeTheSessionIsStored() {
        SignedInUser user = TestUsers.register();
        SessionStart start = sessions.prepare();
        loseTheList(start.id());
        Session begun = sessions.begin(start, subjectOf(user).userId(), 0, CLIENT);
        TokenPair first = sessions.firstPair(begun, subjectOf(user), start);
        TestUsers.details(first.accessToken()).then().spec(problem(403, "stale_token"));
        TestUsers.refresh(first.refreshToken()).then().statusCode(200);
    }

    @Test
    void makesTheNextPairStaleIfTheListIsLostBeforeTheRotation() throws Exception {
        SignedInUser user = TestUsers.register();
        VerifiedToken presented = verifier.verify(user.refreshToken(), TokenType.REFRESH);
        Epoch epoch = denyList.epochOf(presented.sessionId());
        loseTheList(presented.sessionId());
        TokenUser read = new TokenUser(subjectOf(user), new Credentials(0, null), 0);
        TokenPair next = rotation.refresh(presented, epoch, () -> read, CLIENT);
        TestUsers.details(next.accessToken()).then().spec(problem(403, "stale_token"));
        TestUsers.refresh(next.refreshToken()).then().statusCode(200);
    }

    /** Whoever asks next begins a new epoch. */
    private void loseTheList(String sessionId) {
        redis.flushall();
        denyList.epochOf(sessionId);
    }

    private static Subject subjectOf(SignedInUser user) {
        return new Subject(TestTokens.claimsOf(user.refreshToken()).get("sub").textValue(), user.email(), "Ada", false);
    }
}
