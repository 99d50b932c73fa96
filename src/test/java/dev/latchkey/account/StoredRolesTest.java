package dev.latchkey.account;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever others write in place of roles and claims: it makes no more of a user, and keeps nobody from signing in. */
@QuarkusTest
class StoredRolesTest extends OriginalDatabase {

    @Nested
    class Roles {

        @ParameterizedTest
        @MethodSource("dev.latchkey.account.StoredRolesTest#ofOtherTypes")
        void ofAnotherTypeAreNone(Object stored) {
            SignedInUser user = signedIn("roles", stored);

            assertFalse(TestTokens.claimsOf(user.accessToken()).has("roles"));
            TestUsers.details(user.accessToken()).then().statusCode(200).body("data.roles", nullValue());
        }

        @Test
        void areTakenFromAmongWhatIsNone() {
            SignedInUser user = signedIn(
                    "roles",
                    Arrays.asList(
                            "admin", 7, null, "a b", "a,b", "", "admin", "x".repeat(65), new Document(), "org:read"));

            assertEquals(List.of("admin", "org:read"), rolesOf(user));
        }

        @Test
        void areAsManyAsAUserMayHaveAtMost() {
            List<String> stored =
                    IntStream.range(100, 140).mapToObj(i -> "r" + i).toList();

            assertEquals(stored.subList(0, 32), rolesOf(signedIn("roles", stored)));
        }

        @Test
        void areAsLongInAllAsTheyMayBeAtMost() {
            List<String> stored =
                    IntStream.range(100, 140).mapToObj(i -> "r".repeat(61) + i).toList();

            assertEquals(stored.subList(0, 15), rolesOf(signedIn("roles", stored)));
        }

        private static List<String> rolesOf(SignedInUser user) {
            List<String> roles = new ArrayList<>();
            TestTokens.claimsOf(user.accessToken()).get("roles").forEach(role -> roles.add(role.textValue()));
            return roles;
        }
    }

    @Nested
    class Claims {

        @ParameterizedTest
        @MethodSource("dev.latchkey.account.StoredRolesTest#noDocuments")
        void ofAnotherTypeAreNone(Object stored) {
            SignedInUser user = signedIn("claims", stored);

            assertFalse(TestTokens.claimsOf(user.accessToken()).has("claims"));
            TestUsers.export(user.accessToken()).then().statusCode(200).body("data.claims", nullValue());
        }

        @Test
        void areToldAndExportedAsTheyAre() throws Exception {
            String json =
                    "{\"plan\":\"pro \\\"x\\\" \u20ac \ud83d\ude00 </a>\",\"seats\":3,\"of\":{\"teams\":[\"a\",null,1.5,true]}}";
            SignedInUser user = signedIn("claims", Document.parse(json));

            assertToldAndExported(new ObjectMapper().readTree(json), user);
            SignedInUser next = TestUsers.signedIn(user.email(), TestUsers.refresh(user.refreshToken()));
            assertToldAndExported(new ObjectMapper().readTree(json), next);
        }

        /** In MongoDB's own notation, for want of another. */
        @Test
        void mayBeOfTypesThatJsonHasNot() throws Exception {
            Document stored = new Document("date", new Date(0))
                    .append("id", new ObjectId("0123456789abcdef01234567"))
                    .append("price", Decimal128.parse("1.10"))
                    .append("bytes", new Binary(new byte[] {1, 2}))
                    .append("nan", Double.NaN)
                    .append("large", Long.MAX_VALUE)
                    .append("", "");
            SignedInUser user = signedIn("claims", stored);

            JsonNode expected = new ObjectMapper()
                    .readTree("{\"date\":{\"$date\":\"1970-01-01T00:00:00Z\"},"
                            + "\"id\":{\"$oid\":\"0123456789abcdef01234567\"},"
                            + "\"price\":{\"$numberDecimal\":\"1.10\"},"
                            + "\"bytes\":{\"$binary\":{\"base64\":\"AQI=\",\"subType\":\"00\"}},"
                            + "\"nan\":{\"$numberDouble\":\"NaN\"},"
                            + "\"large\":9223372036854775807,\"\":\"\"}");
            assertToldAndExported(expected, user);
        }

        @Test
        void ofMoreThanAKibibyteAreExportedAndNotTold() {
            SignedInUser user = signedIn("claims", new Document("text", "x".repeat(2000)));

            assertFalse(TestTokens.claimsOf(user.accessToken()).has("claims"));
            TestUsers.export(user.accessToken())
                    .then()
                    .statusCode(200)
                    .body("data.claims.text", equalTo("x".repeat(2000)));
        }

        @Test
        void mayBeNestedAsDeepAsMongoDbTakesThem() {
            Document stored = new Document("a", 1);
            for (int depth = 0; depth < 95; depth++) {
                stored = new Document("a", stored);
            }
            SignedInUser user = signedIn("claims", stored);

            JsonNode told = TestTokens.claimsOf(user.accessToken()).get("claims");
            for (int depth = 0; depth < 95; depth++) {
                told = told.get("a");
            }
            assertEquals(1, told.get("a").intValue());
        }

        private static void assertToldAndExported(JsonNode expected, SignedInUser user) throws Exception {
            assertEquals(expected, TestTokens.claimsOf(user.accessToken()).get("claims"));
            String export = TestUsers.export(user.accessToken())
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            assertEquals(expected, new ObjectMapper().readTree(export).at("/data/claims"));
        }
    }

    static Stream<Object> ofOtherTypes() {
        return Stream.of(
                "admin",
                7,
                true,
                new Document("0", "admin"),
                List.of(),
                List.of(7),
                List.of(List.of("admin")),
                new Date());
    }

    static Stream<Object> noDocuments() {
        return Stream.of("{\"plan\":\"pro\"}", 7, true, List.of("plan"), new Document(), new Date());
    }

    private SignedInUser signedIn(String field, Object value) {
        String email = TestUsers.newEmail();
        insert(new Document("email", email)
                .append("name", "Grace")
                .append("password", HASH)
                .append(field, value));
        return TestUsers.signedIn(email, login(email));
    }
}
