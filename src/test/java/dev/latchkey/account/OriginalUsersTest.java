package dev.latchkey.account;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestUsers;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Locale;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database of the original works as it is. */
@QuarkusTest
class OriginalUsersTest extends OriginalDatabase {

    @Nested
    class Users {

        @Test
        void areFoundByTheEmailAsItStandsAtOnce() {
            String email = "Grace.Hopper-" + TestUsers.newEmail();
            insert(email);
            login(email).then().statusCode(200);
        }

        @Test
        void areFoundInLowerCaseAtOnceIfTheyStandSo() {
            String email = TestUsers.newEmail();
            insert(email);
            login(email.toUpperCase(Locale.ROOT)).then().statusCode(200);
        }

        @Test
        void areFoundWhateverTheCaseOfTheirEmail() {
            String email = "Grace.Hopper-" + TestUsers.newEmail();
            ObjectId id = insert(email);
            watch.look();
            Response response = login(email.toUpperCase(Locale.ROOT));
            response.then().statusCode(200).body("data.id", equalTo(id.toHexString()));
            TestUsers.details(response.path("data.accessToken"))
                    .then()
                    .statusCode(200)
                    .body("data.email", equalTo(email));
        }

        @Test
        void keepTheirDocumentsAsTheyAreButForTheCanonicalEmail() {
            ObjectId id = insert("Mixed.Case-" + TestUsers.newEmail());
            Document before = stored(id);
            watch.look();
            Document after = stored(id);
            assertEquals(before.getString("email").toLowerCase(Locale.ROOT), after.remove("canonicalEmail"));
            assertEquals(before, after);
        }

        @Test
        void canNotBeRegisteredOver() {
            String email = TestUsers.newEmail();
            insert(email);
            register(email).then().spec(problem(409, "email_taken"));
        }

        @ParameterizedTest
        @MethodSource("dev.latchkey.account.OriginalUsersTest#names")
        void mayHaveNoNameOrAVeryLongOne(String name) {
            String email = TestUsers.newEmail();
            insert(new Document("email", email).append("name", name).append("password", HASH));
            Response response = login(email);
            TestUsers.details(response.path("data.accessToken"))
                    .then()
                    .statusCode(200)
                    .body("data.name", equalTo(name));
        }
    }

    static Stream<String> names() {
        return Stream.of(null, "😀".repeat(5000));
    }

    @Nested
    class Passwords {

        /** Of 72 bytes the rest does not count, with Node's bcrypt as with ours. */
        @ParameterizedTest
        @MethodSource("dev.latchkey.account.OriginalUsersTest#oldPasswords")
        void areOnlyCompared(String password) {
            String email = TestUsers.newEmail();
            insert(new Document("email", email).append("password", BcryptUtil.bcryptHash(password, 4)));
            TestUsers.login(email, password).then().statusCode(200);
            TestUsers.login(email, "x" + password).then().spec(problem(401, "invalid_credentials"));
        }

        /** As Node encodes it, U+FFFD stands for half of a surrogate pair; a question mark would be another password. */
        @Test
        void withHalfASurrogatePairAreComparedAsNodeDoes() {
            String email = TestUsers.newEmail();
            insert(new Document("email", email).append("password", BcryptUtil.bcryptHash("p\ufffd", 4)));
            loginWithRawPassword(email, "p\\ud800").then().statusCode(200);
            loginWithRawPassword(email, "p?").then().spec(problem(401, "invalid_credentials"));
        }

        @Test
        void countUpTo72Bytes() {
            String email = TestUsers.newEmail();
            insert(new Document("email", email).append("password", BcryptUtil.bcryptHash("ab".repeat(36), 4)));
            TestUsers.login(email, "ab".repeat(500)).then().statusCode(200);
        }
    }

    static Stream<String> oldPasswords() {
        return Stream.of("a".repeat(71) + "bcd", "tab\tin it", "line\nbreak", "        ", "\u007f\u0001", "x");
    }

    private static Response loginWithRawPassword(String email, String password) {
        return given().contentType(ContentType.JSON)
                .body("{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}")
                .post("/login");
    }
}
