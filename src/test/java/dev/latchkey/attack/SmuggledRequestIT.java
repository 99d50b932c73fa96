package dev.latchkey.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Behind a request that two servers could read differently comes another, on the same connection. */
@QuarkusIntegrationTest
class SmuggledRequestIT {
    private static final String CHUNKED_BODY = "2\r\n{}\r\n0\r\n\r\n";
    private static final String[] AMBIGUOUS = {
        "Transfer-Encoding: chunked, xchunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: identity, chunked\r\n",
        "Transfer-Encoding: identity\r\nContent-Length: 12\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding:\r\n chunked\r\n",
        "Transfer-Encoding: chunked\r\n , xchunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 12\r\n",
        "Content-Length: 12\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: \u000bchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Content-Length: 12\r\nContent-Length: 0\r\n",
        "Content-Length: 12, 12\r\n",
        "Content-Length: +12\r\n",
        "Content-Length : 12\r\n",
        "Content-Length:\r\n 12\r\n",
        "X-A: a\0b\r\n",
        "X-A: a\rContent-Length: 12\r\n",
        "Host: other\r\n"
    };

    @TestFactory
    Stream<DynamicTest> isNotCarriedOut() {
        return Stream.of(AMBIGUOUS)
                .map(framing -> new RawRequest("POST /login HTTP/1.1\r\nHost: latchkey\r\n"
                        + "Content-Type: application/json\r\n" + framing + "\r\n" + CHUNKED_BODY))
                .map(SmuggledRequestIT::test);
    }

    @TestFactory
    Stream<DynamicTest> isNotCarriedOutBehindWhatIsNoHttp() {
        return Stream.of(
                        "GET /%2e%2e/ HTTP/1.1\r\nHost: latchkey\r\n\r\n",
                        "GET / HTTP/1.1\r\n\r\n",
                        "GET / HTTP/2.0\r\nHost: latchkey\r\n\r\n",
                        "GET / HTTP/1.1\nHost: latchkey\n\n",
                        "GET /\r\n\r\n",
                        "POST / HTTP/1.0\r\n"
                                + "Host: latchkey\r\n"
                                + "Connection: keep-alive\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + CHUNKED_BODY,
                        "POST /login HTTP/1.1\r\nHost: latchkey\r\nExpect: a-miracle\r\nContent-Length: 2\r\n\r\n{}",
                        "GET / HTTP/1.1\r\nHost: latchkey\r\nX-Filler: " + "a".repeat(20_000) + "\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: latchkey\r\nX-Filler: " + "a".repeat(70_000) + "\r\n\r\n",
                        "POST /login HTTP/1.1\r\nHost: latchkey\r\nContent-Length: 99999\r\n\r\n")
                .map(RawRequest::new)
                .map(SmuggledRequestIT::test);
    }

    /** So that the tests above would see it. */
    @Test
    void isCarriedOutBehindAProperRequest() throws IOException {
        SignedInUser user = TestUsers.register();
        String answers = answers(new RawRequest("GET / HTTP/1.1\r\nHost: latchkey\r\n\r\n"), user);
        assertEquals(2, answers.split("HTTP/1.1 200 ", -1).length - 1, answers);
        TestUsers.details(user.accessToken()).then().statusCode(403);
    }

    private static DynamicTest test(RawRequest first) {
        String name = first.text().length() > 200 ? first.text().substring(0, 200) : first.text();
        return DynamicTest.dynamicTest(name, () -> {
            SignedInUser user = TestUsers.register();
            String answers = answers(first, user);
            assertTrue(answers.split("HTTP/1.1 ", -1).length - 1 <= 1, answers);
            TestUsers.details(user.accessToken()).then().statusCode(200);
        });
    }

    /** To the first request, and a logout behind it. */
    private static String answers(RawRequest first, SignedInUser user) throws IOException {
        String logout = RawRequest.of(
                        "POST",
                        "/logout",
                        "auth-token-access: " + user.accessToken() + "\r\nauth-token-refresh: " + user.refreshToken()
                                + "\r\n")
                .text();
        RawAnswer answer =
                RawAnswer.to(Attack.row("smuggled", new RawRequest(first.text() + logout), 0, Attack.NO_BODY));
        return answer.head() + answer.body();
    }
}
