package dev.latchkey.attack;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of attacks: each row is a request to the packaged service, with the answer it must get. */
@QuarkusIntegrationTest
class AttackTableIT {
    private static int rows;
    private static int surprises;
    private static int failuresOfOurs;
    private static int dripFed;
    private static Duration slowest = Duration.ZERO;

    @AfterAll
    static void printFigures() {
        System.out.printf(
                Locale.ROOT,
                "attack table: %d rows, %d surprises, %d answers of 5xx, slowest answer %d ms (without %d that are fed"
                        + " slowly)%n",
                rows,
                surprises,
                failuresOfOurs,
                slowest.toMillis(),
                dripFed);
    }

    @TestFactory
    Stream<DynamicTest> tokens() throws IOException {
        SignedInUser user = TestUsers.register();
        ServerSocketChannel trap = ServerSocketChannel.open();
        trap.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        trap.configureBlocking(false);
        String address = "http://127.0.0.1:" + ((InetSocketAddress) trap.getLocalAddress()).getPort() + "/keys";
        return Stream.concat(
                tests(TokenAttacks.of(user, address)),
                Stream.of(
                        DynamicTest.dynamicTest("nobody has looked for a key", () -> {
                            assertNull(trap.accept());
                            trap.close();
                        }),
                        stillSignedIn(user)));
    }

    @TestFactory
    Stream<DynamicTest> claims() {
        SignedInUser user = TestUsers.register();
        return Stream.concat(tests(ClaimAttacks.of(user)), Stream.of(stillSignedIn(user)));
    }

    @TestFactory
    Stream<DynamicTest> headers() {
        SignedInUser user = TestUsers.register();
        return Stream.concat(tests(HeaderAttacks.of(user)), Stream.of(stillSignedIn(user)));
    }

    @TestFactory
    Stream<DynamicTest> framing() {
        return tests(FramingAttacks.all());
    }

    @TestFactory
    Stream<DynamicTest> bodies() {
        return tests(BodyAttacks.all());
    }

    @TestFactory
    Stream<DynamicTest> accounts() {
        SignedInUser user = TestUsers.register();
        return Stream.concat(tests(AccountAttacks.of(user)), Stream.of(stillSignedIn(user)));
    }

    @TestFactory
    Stream<DynamicTest> oauth() {
        SignedInUser user = TestUsers.register();
        return Stream.concat(tests(OAuthAttacks.of(user)), Stream.of(stillSignedIn(user)));
    }

    @TestFactory
    Stream<DynamicTest> roles() {
        SignedInUser user = TestUsers.register();
        SignedInUser other = TestUsers.register();
        return Stream.concat(
                tests(RolesAttacks.of(user, other)),
                Stream.of(stillSignedIn(user), DynamicTest.dynamicTest("nobody else is changed", () -> {
                    TestUsers.details(TestUsers.login(user).accessToken())
                            .then()
                            .body("data.roles", nullValue());
                    TestUsers.details(TestUsers.login(other).accessToken())
                            .then()
                            .body("data.email", equalTo(other.email()))
                            .body("data.roles", equalTo(List.of("reader")));
                })));
    }

    @TestFactory
    Stream<DynamicTest> questionsForARole() {
        SignedInUser user = TestUsers.register();
        return Stream.concat(tests(RoleQueryAttacks.of(user)), Stream.of(stillSignedIn(user)));
    }

    @Test
    void theUnspoiltTokensAreLetThrough() throws IOException {
        SignedInUser user = TestUsers.register();
        for (Place place : new Place[] {Place.DETAILS, Place.REFRESH}) {
            String token = place.forgery(user)
                    .header("kid", "../../x")
                    .header("jku", "http://127.0.0.1:1/")
                    .compact();
            RawRequest request = place.withToken(user, token);
            Attack control = Attack.row(place.label, request, 200, Attack.NO_PROBLEM);
            assertEquals(200, RawAnswer.to(control).status(), place.label);
        }
        SignedInUser next = TestUsers.login(user);
        RawRequest logout = Place.LOGOUT_ACCESS.withToken(
                next, Place.LOGOUT_ACCESS.forgery(next).compact());
        assertEquals(
                200,
                RawAnswer.to(Attack.row("logout", logout, 200, Attack.NO_PROBLEM))
                        .status());
    }

    /** Nobody is logged out by what an attacker sends. */
    private static DynamicTest stillSignedIn(SignedInUser user) {
        return DynamicTest.dynamicTest("the user is still signed in", () -> {
            TestUsers.details(user.accessToken()).then().statusCode(200);
            TestUsers.refresh(user.refreshToken()).then().statusCode(200);
        });
    }

    private static Stream<DynamicTest> tests(Stream<Attack> attacks) {
        return attacks.map(attack -> DynamicTest.dynamicTest(attack.name(), () -> run(attack)));
    }

    private static void run(Attack attack) throws IOException {
        rows++;
        surprises++;
        RawAnswer answer = RawAnswer.to(attack);
        failuresOfOurs += answer.status() >= 500 ? 1 : 0;
        count(attack, answer.time());
        assertAll(attack.name(), () -> Verdict.check(attack, answer));
        surprises--;
    }

    private static void count(Attack attack, Duration time) {
        if (attack.dripFed()) {
            dripFed++;
            assertTrue(time.toSeconds() < 10, "given up after " + time);
        } else if (time.compareTo(slowest) > 0) {
            slowest = time;
        }
    }
}
