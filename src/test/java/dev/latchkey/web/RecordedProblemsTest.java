package dev.latchkey.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The unit tests of the front ends' client run in Node, against the bodies that are recorded here. */
class RecordedProblemsTest {
    private static final Path RECORDED = Path.of("src", "main", "webui", "test", "problems.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theClientIsTestedWithTheBodiesThatWeSend() throws IOException {
        ObjectNode problems = JSON.createObjectNode();
        for (AuthError error : AuthError.values()) {
            problems.set(error.code(), JSON.valueToTree(problem(error)));
        }
        // To record them again: -Dlatchkey.record=true
        if (Boolean.getBoolean("latchkey.record")) {
            Files.writeString(RECORDED, problems.toPrettyString() + '\n');
        }
        assertEquals(problems, JSON.readTree(Files.readString(RECORDED)));
    }

    private static Problem problem(AuthError error) {
        return switch (error) {
            case WEAK_PASSWORD -> ofField(error, "password", "must be at least 8 characters long");
            case INVALID_REQUEST -> ofField(error, "email", "must not be blank");
            default -> Problem.of(error);
        };
    }

    private static Problem ofField(AuthError error, String field, String message) {
        return Problem.ofFields(error, List.of(new Problem.FieldError(field, message)));
    }
}
