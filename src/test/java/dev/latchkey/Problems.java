package dev.latchkey;

import static org.hamcrest.Matchers.blankString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.restassured.builder.ResponseSpecBuilder;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.ResponseSpecification;
import java.util.List;
import java.util.Objects;
import org.hamcrest.Description;
import org.hamcrest.Matcher;
import org.hamcrest.TypeSafeMatcher;

/** What an error looks like to a client. */
public final class Problems {

    private Problems() {}

    /** Status, code and the form of RFC 9457, with the text also where clients of the original look for it. */
    public static ResponseSpecification problem(int status, String code) {
        return new ResponseSpecBuilder()
                .expectStatusCode(status)
                .expectContentType("application/problem+json")
                .expectHeader("Cache-Control", "no-store")
                .expectHeader("X-Request-Id", not(blankString()))
                .expectBody("status", equalTo(status))
                .expectBody("code", equalTo(code))
                .expectBody("type", equalTo("urn:latchkey:error:" + code))
                .expectBody("title", not(blankString()))
                .expectBody("message", not(blankString()))
                .expectBody("detail", not(blankString()))
                .expectBody(namesItsFields())
                .build();
    }

    /** Clients of the original show the message and nothing else. */
    private static Matcher<String> namesItsFields() {
        return new TypeSafeMatcher<>() {
            @Override
            protected boolean matchesSafely(String body) {
                JsonPath problem = JsonPath.from(body);
                String message = problem.getString("message");
                return Objects.requireNonNullElse(problem.<String>getList("errors.field"), List.<String>of()).stream()
                        .allMatch(field -> message.contains(field + " "));
            }

            @Override
            public void describeTo(Description description) {
                description.appendText("a message that names each field at fault");
            }
        };
    }
}
