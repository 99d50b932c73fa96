package dev.latchkey.pages;

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
import io.restassured.http.ContentType;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the pages are served that links in mails lead to. What they do is shown in a browser. */
@QuarkusTest
class AccountPagesTest {
    private static final Pattern FILE = Pattern.compile("(?:src|href)=\"\\.\\./(assets/account-[^\"]+)\"");

    @ParameterizedTest
    @ValueSource(strings = {"verify", "recover", "email", "undo"})
    void mayLoadTheirOwnScriptAndStyleAndNothingElse(String page) {
        given().get("/account/" + page)
                .then()
                .statusCode(200)
                .contentType(ContentType.HTML)
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
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

    @ParameterizedTest
    @ValueSource(strings = {"verify", "recover", "email", "undo"})
    void haveNoScriptOrStyleInline(String page) {
        String html = given().get("/account/" + page).asString();
        assertFalse(Pattern.compile("<style|style=|<script>|\\son[a-z]+=|javascript:")
                .matcher(html)
                .find());
    }

    /** By relative addresses, since a gateway may have the service below a path. */
    @ParameterizedTest
    @ValueSource(strings = {"verify", "recover", "email", "undo"})
    void bringTheirScriptAndStyle(String page) {
        List<String> files = FILE.matcher(given().get("/account/" + page).asString())
                .results()
                .map(file -> file.group(1))
                .toList();
        assertEquals(2, files.size(), files::toString);
        for (String file : files) {
            given().get("/" + file)
                    .then()
                    .statusCode(200)
                    .contentType(startsWith(file.endsWith(".js") ? "text/javascript" : "text/css"))
                    .body(not(blankString()));
        }
    }

    @Test
    void canBeAskedForWithHead() {
        given().head("/account/verify").then().statusCode(200).body(equalTo(""));
    }

    @Test
    void areNoRoutesForOtherMethods() {
        given().post("/account/verify").then().spec(problem(404, "not_found"));
        given().delete("/account/undo").then().spec(problem(404, "not_found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/delete", "/verify/", "/verify.html"})
    void areFourAndNoOthers(String path) {
        given().get("/account" + path).then().spec(problem(404, "not_found"));
    }
}
