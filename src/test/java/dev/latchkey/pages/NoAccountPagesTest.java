package dev.latchkey.pages;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where an application has pages of its own, there are none of ours. */
@QuarkusTest
@TestProfile(NoAccountPagesTest.WithoutPages.class)
class NoAccountPagesTest {
    private static final Path BUNDLES = Path.of("target", "web-bundler");

    public static final class WithoutPages implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("PAGES_ENABLED", "false");
        }
    }

    /** The pages, and each file that the builds so far have made for them. */
    static List<String> paths() throws IOException {
        try (Stream<Path> files = Files.walk(BUNDLES)) {
            Stream<String> bundled = files.filter(file -> file.getParent().endsWith("dist/assets"))
                    .map(file -> "/assets/" + file.getFileName())
                    .filter(path -> path.startsWith("/assets/account"));
            Stream<String> pages =
                    Stream.of("verify", "recover", "email", "undo").map(page -> "/account/" + page);
            return Stream.concat(pages, bundled).distinct().toList();
        }
    }

    @Test
    void theirFilesAreLookedFor() throws IOException {
        assertTrue(paths().stream().anyMatch(path -> path.matches("/assets/account-.*\\.js")));
        assertTrue(paths().stream().anyMatch(path -> path.matches("/assets/account-.*\\.css")));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void areAsUnknownAsAnyRoute(String path) {
        given().get(path).then().spec(problem(404, "not_found"));
        given().head(path).then().statusCode(404);
    }
}
