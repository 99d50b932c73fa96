package dev.latchkey.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.TestUsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Another service that signs users up and in, of whose own users we know only what it answers. */
abstract class Peer implements Candidate {
    private static final int USERS = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private List<Account> accounts;

    /** What is needed to sign in, and what the sign-up answered. */
    record Account(String email, HttpResponse<String> signedUp) {}

    Peer(int port) {
        this.port = port;
    }

    /** The one of this name, made ready to run by {@code src/test/bench/compare}. */
    static Peer of(String name, Path folder) {
        return switch (name) {
            case "better-auth" -> new BetterAuth(folder);
            case "supabase-auth" -> new SupabaseAuth(folder);
            default -> throw new IllegalArgumentException(name);
        };
    }

    int port() {
        return port;
    }

    @Override
    public URI service() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The path that signs a user up. */
    abstract String signUp();

    /** A line for each user. */
    List<String> each(Function<Account, String> line) {
        return accounts().stream().map(line).toList();
    }

    private List<Account> accounts() {
        if (accounts == null) {
            accounts = newAccounts(USERS);
        }
        return accounts;
    }

    List<Account> newAccounts(int number) {
        return IntStream.range(0, number).parallel().mapToObj(i -> newAccount()).toList();
    }

    private Account newAccount() {
        String email = TestUsers.newEmail();
        HttpRequest request = HttpRequest.newBuilder(service().resolve(signUp()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(TestUsers.registration(email))))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(name() + " answers " + response.statusCode() + " to a sign-up");
            }
            return new Account(email, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String credentials(Account account) {
        return json(Map.of("email", account.email(), "password", TestUsers.PASSWORD));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A member of the answer to a sign-up. */
    static String member(Account account, String name) {
        try {
            return JSON.readTree(account.signedUp().body()).path(name).asText();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
