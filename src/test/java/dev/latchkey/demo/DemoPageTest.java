package dev.latchkey.demo;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.blankString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How the demo page is served where it has been asked for. What it does is shown in a browser. */
@QuarkusTest
@TestProfile(DemoPageTest.WithDemo.class)
class DemoPageTest {

    public static final class WithDemo implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("DEMO_ENABLED", "true");
        }
    }

    @Test
    void mayLoadItsOwnScriptAndStyleAndNothingElse() {
        given().get("/demo")
                .then()
                .statusCode(200)
                .contentType(ContentType.HTML)
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header(
                        "Content-Security-Policy",
                        allOf(
                                startsWith("default-src 'none'; script-src 'self'; style-src 'self';"),
                                containsString("frame-ancestors 'none'"),
                                containsString("form-action 'none'"),
                                containsString("require-trusted-types-for 'script'; trusted-types 'none'"),
                                not(containsString("unsafe"))));
    }

    @Test
    void hasNoScriptOrStyleInline() {
        String page = given().get("/demo").asString();
        assertFalse(Pattern.compile("<style|style=|<script>|\\son[a-z]+=|javascript:")
                .matcher(page)
                .find());
    }

    /** By relative addresses, since a gateway may have the service below a path. */
    @Test
    void bringsItsScriptAndStyle() {
        List<String> files = Pattern.compile("(?:src|href)=\"(assets/demo-[^\"]+)\"")
                .matcher(given().get("/demo").asString())
                .results()
                .map(MatchResult::group)
                .map(attribute -> attribute.replaceAll(".*\"(.*)\"", "$1"))
                .toList();
        assertEquals(2, files.size(), files::toString);
        for (String file : files) {
            given().get("/" + file)
                    .then()
                    .statusCode(200)
                    .contentType(startsWith(file.endsWith(".js") ? "text/javascript" : "text/css"))
                    .header("X-Content-Type-Options", "nosniff")
                    .body(not(blankString()));
        }
    }

    @Test
    void canBeAskedForWithHead() {
        given().head("/demo").then().statusCode(200).body(equalTo(""));
    }

    @Test
    void isNoRouteForOtherMethods() {
        given().post("/demo").then().spec(problem(404, "not_found"));
        given().get("/demo/no-such-file.js").then().spec(problem(404, "not_found"));
        given().get("/demos").then().spec(problem(404, "not_found"));
    }

    @Test
    void leavesOtherRoutesAsTheyAre() {
        given().get("/")
                .then()
                .header("Content-Security-Policy", equalTo("default-src 'none'; frame-ancestors 'none'"));
    }
}
