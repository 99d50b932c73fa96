package dev.latchkey.oauth;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latchkey.TestServices;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Services ask for each request of theirs: logins that keep all worker threads busy must not hold them up. */
@QuarkusTest
class IntrospectionThreadTest {
    private static final RestAssuredConfig IMPATIENT = RestAssuredConfig.config()
            .httpClient(HttpClientConfig.httpClientConfig().setParam("http.socket.timeout", 2_000));

    @Inject
    Vertx vertx;

    @ConfigProperty(name = "quarkus.thread-pool.max-threads")
    int workers;

    @Test
    void needsNoWorkerThreadForAnAccessToken() {
        SignedInUser user = TestUsers.register();
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger busy = new AtomicInteger();
        for (int i = 0; i < workers; i++) {
            vertx.executeBlocking(
                    () -> {
                        busy.incrementAndGet();
                        end.await();
                        return null;
                    },
                    false);
        }
        try {
            await().until(() -> busy.get() == workers);
            given().config(IMPATIENT)
                    .header("authorization", TestServices.orders())
                    .contentType("application/x-www-form-urlencoded")
                    .body("token=" + user.accessToken())
                    .post("/oauth/introspect")
                    .then()
                    .statusCode(200)
                    .body("active", equalTo(true));
            assertThrows(
                    Exception.class,
                    () -> given().config(IMPATIENT)
                            .header("authorization", user.accessToken())
                            .post("/user/details"),
                    "this test must hold up what does need one");
        } finally {
            end.countDown();
        }
    }
}
