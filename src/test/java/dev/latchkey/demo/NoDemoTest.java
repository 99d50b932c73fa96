package dev.latchkey.demo;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where nobody has asked for the demo page, there is none. */
@QuarkusTest
class NoDemoTest {
    private static final Path BUNDLES = Path.of("target", "web-bundler");

    /** The page, and each file that the builds so far have made for it. */
    static List<String> paths() throws IOException {
        try (Stream<Path> files = Files.walk(BUNDLES)) {
            Stream<String> bundled = files.filter(file -> file.getParent().endsWith("dist/assets"))
                    .map(file -> "/assets/" + file.getFileName())
                    .filter(path -> path.startsWith("/assets/demo"));
            return Stream.concat(Stream.of("/demo", "/demo/", "/demo/index.html", "/demo/demo.js"), bundled)
                    .distinct()
                    .toList();
        }
    }

    @Test
    void itsFilesAreLookedFor() throws IOException {
        assertTrue(paths().stream().anyMatch(path -> path.matches("/assets/demo-.*\\.js")));
        assertTrue(paths().stream().anyMatch(path -> path.matches("/assets/demo-.*\\.css")));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void isNotThereUnderAnotherSpellingEither(String path) {
        String spelling = path.replaceFirst("^/(\\w+)/?", "/$1%2f");
        given().urlEncodingEnabled(false).get(spelling).then().spec(problem(400, "invalid_request"));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void isAsUnknownAsAnyRoute(String path) {
        Response answer = given().get(path);
        answer.then().spec(problem(404, "not_found"));
        Response unknown = given().get("/no-such-route");
        assertEquals(unknown.body().asString(), answer.body().asString());
        for (String header : List.of("Content-Type", "Content-Security-Policy", "Cache-Control", "Referrer-Policy")) {
            assertEquals(unknown.header(header), answer.header(header), header);
        }
    }
}
