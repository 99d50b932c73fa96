package dev.latchkey.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.TestUsers;
import dev.latchkey.token.TestTokens;
import java.util.List;

/** Whether what came back is what must come back, in the form of the contract, and tells nothing of the inside. */
final class Verdict {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> INSIDE = List.of(
            "Exception",
            "dev.latchkey",
            "java.",
            "jakarta.",
            "io.vertx",
            "io.quarkus",
            "com.fasterxml",
            "com.mongodb",
            "\tat ",
            "$2a$",
            "$2b$",
            TestTokens.ACCESS_KEY,
            TestTokens.REFRESH_KEY,
            TestUsers.PASSWORD);

    private Verdict() {}

    static void check(Attack attack, RawAnswer answer) throws JsonProcessingException {
        assertEquals(attack.status(), answer.status(), answer::toString);
        INSIDE.forEach(text -> assertFalse(answer.body().contains(text), answer::toString));
        if (attack.code().equals(Attack.NO_BODY)) {
            assertEquals("", answer.body());
            return;
        }
        checkHeaders(answer);
        switch (attack.code()) {
            case Attack.NO_PROBLEM -> {}
            case Attack.INACTIVE -> assertEquals("{\"active\":false}", answer.body());
            default -> checkProblem(attack, answer);
        }
    }

    private static void checkHeaders(RawAnswer answer) {
        for (String header : List.of(
                "cache-control: no-store",
                "x-content-type-options: nosniff",
                "content-security-policy: default-src 'none'",
                "referrer-policy: no-referrer",
                "x-request-id: ")) {
            assertTrue(answer.hasHeader(header), answer::toString);
        }
        assertEquals(
                answer.status() == 401 || answer.body().contains("\"insufficient_scope\""),
                answer.hasHeader("www-authenticate: "),
                answer::toString);
        assertEquals(answer.status() == 405, answer.hasHeader("allow: "), answer::toString);
        assertFalse(answer.hasHeader("server: "), answer::toString);
    }

    private static void checkProblem(Attack attack, RawAnswer answer) throws JsonProcessingException {
        assertTrue(answer.hasHeader("content-type: application/problem+json"), answer::toString);
        JsonNode problem = JSON.readTree(answer.body());
        String challenge = attack.code().equals("invalid_client") ? "basic realm=\"latchkey\", bearer " : "bearer";
        assertEquals(
                attack.status() == 401 || attack.code().equals("insufficient_scope"),
                answer.hasHeader("www-authenticate: " + challenge),
                answer::toString);
        assertEquals(attack.code(), problem.path("code").textValue(), answer::toString);
        assertEquals("urn:latchkey:error:" + attack.code(), problem.path("type").textValue());
        assertEquals(attack.status(), problem.path("status").intValue());
        assertFalse(problem.path("title").asText().isBlank());
        assertFalse(problem.path("detail").asText().isBlank());
        assertEquals(problem.path("detail"), problem.path("message"));
    }
}
