package dev.latchkey.stand;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What an app does with one replica. Nothing is ever tried again: a failure that is hidden is not seen. */
public record Client(URI service) {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A new user, with the session that the registration began. */
    public SignedInUser register() {
        String email = TestUsers.newEmail();
        return register(email).signedIn(201, email);
    }

    public Answer register(String email) {
        return postJson("/register", TestUsers.registration(email));
    }

    public Answer login(String email) {
        return login(email, TestUsers.PASSWORD);
    }

    public Answer login(String email, String password, String... headers) {
        return postJson("/login", Map.of("email", email, "password", password), headers);
    }

    public Answer refresh(String refreshToken) {
        return post("/refresh-tokens", "authorization", refreshToken);
    }

    public Answer refresh(String refreshToken, String header, String value) {
        return post("/refresh-tokens", "authorization", refreshToken, header, value);
    }

    public Answer sessions(String accessToken) {
        return send(HttpRequest.newBuilder(service.resolve("/sessions")).header("authorization", accessToken));
    }

    public Answer details(String accessToken) {
        return post("/user/details", "authorization", accessToken);
    }

    public Answer logout(SignedInUser user) {
        return post("/logout", "auth-token-access", user.accessToken(), "auth-token-refresh", user.refreshToken());
    }

    public Answer logoutAll(String accessToken) {
        return post("/logout/all", "authorization", accessToken);
    }

    public Answer changePassword(String accessToken, String current, String next) {
        Map<String, String> body = Map.of("currentPassword", current, "newPassword", next);
        return sendJson("POST", "/user/password", body, "authorization", accessToken);
    }

    public Answer delete(String accessToken, String password) {
        return sendJson("DELETE", "/user", Map.of("password", password), "authorization", accessToken);
    }

    /** @param key of a service */
    public Answer changeRoles(String key, String userId, List<String> roles) {
        String path = "/admin/users/" + userId + "/roles";
        return sendJson("PUT", path, Map.of("roles", roles), "authorization", "Bearer " + key);
    }

    public Answer recover(String email) {
        return postJson("/password/recovery", Map.of("email", email));
    }

    public Answer confirmRecovery(Map<String, String> proof) {
        return postJson("/password/recovery/confirm", proof);
    }

    public Answer askForVerification(String accessToken) {
        return post("/email/verification", "authorization", accessToken);
    }

    public Answer confirmVerification(String accessToken, Map<String, String> proof) {
        return sendJson("POST", "/email/verification/confirm", proof, "authorization", accessToken);
    }

    public Answer rejectVerification(String token) {
        return postJson("/email/verification/reject", Map.of("token", token));
    }

    public Answer changeEmail(String accessToken, String email) {
        Map<String, String> body = Map.of("email", email, "password", TestUsers.PASSWORD);
        return sendJson("POST", "/user/email", body, "authorization", accessToken);
    }

    public Answer confirmEmail(Map<String, String> proof) {
        return postJson("/user/email/confirm", proof);
    }

    public Answer undoEmail(String token) {
        return postJson("/user/email/undo", Map.of("token", token));
    }

    /** What a gateway asks. */
    public Answer verify(String accessToken) {
        return post("/verify", "authorization", accessToken);
    }

    /** What a service asks about a token. */
    public Answer introspect(String token, String key) {
        return postForm("/oauth/introspect", token, "authorization", "Bearer " + key);
    }

    /** Takes a token back, as whoever has it. */
    public Answer revoke(String token) {
        return postForm("/oauth/revoke", token);
    }

    public Answer revoke(String token, String key) {
        return postForm("/oauth/revoke", token, "authorization", "Bearer " + key);
    }

    /** Whether the service runs: the one route that needs no store. */
    public Answer status() {
        return send(HttpRequest.newBuilder(service.resolve("/")));
    }

    /** Any request without a body. */
    public Answer request(String method, String path) {
        return send(HttpRequest.newBuilder(service.resolve(path)).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    private Answer post(String path, String... headers) {
        return send(HttpRequest.newBuilder(service.resolve(path))
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    private Answer postForm(String path, String token, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("token=" + URLEncoder.encode(token, StandardCharsets.UTF_8)));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private Answer postJson(String path, Object body, String... headers) {
        return sendJson("POST", path, body, headers);
    }

    private Answer sendJson(String method, String path, Object body, String... headers) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
            return send(headers.length == 0 ? request : request.headers(headers));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static boolean isOk(URI uri) {
        try {
            return send(HttpRequest.newBuilder(uri)).status() == 200;
        } catch (UncheckedIOException unreachable) {
            return false;
        }
    }

    private static Answer send(HttpRequest.Builder request) {
        long start = System.nanoTime();
        try {
            var response = HTTP.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            return Answer.of(response, Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
