package dev.latchkey.stand;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.TestUsers.SignedInUser;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What came back for one request, and how long that took. */
public record Answer(int status, String body, String retryAfter, Duration took) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static Answer of(HttpResponse<String> response, Duration took) {
        String retryAfter = response.headers().firstValue("Retry-After").orElse(null);
        return new Answer(response.statusCode(), response.body(), retryAfter, took);
    }

    /** The code of a problem; for a success, its status. */
    public String code() {
        return status < 400 ? Integer.toString(status) : json().path("code").textValue();
    }

    /** A field of what a success brings. */
    public String data(String field) {
        return json().path("data").path(field).textValue();
    }

    /** The user with the tokens that this answer must have brought. */
    public SignedInUser signedIn(int expectedStatus, String email) {
        assertEquals(expectedStatus, status, body);
        JsonNode data = json().path("data");
        return new SignedInUser(
                data.path("id").textValue(),
                email,
                data.path("accessToken").textValue(),
                data.path("refreshToken").textValue());
    }

    /** The user after a refresh that must have worked. */
    public SignedInUser renewed(SignedInUser user) {
        SignedInUser renewed = signedIn(200, user.email());
        return new SignedInUser(user.id(), user.email(), renewed.accessToken(), renewed.refreshToken());
    }

    private JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(status + " " + body, e);
        }
    }
}
