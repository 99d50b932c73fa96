package dev.latchkey.discovery;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.token.TestKeys;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Locale;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(KeyPairProfile.class)
class DiscoveryTest {
    private static final String JWKS = "/.well-known/jwks.json";

    @Nested
    class Keys {
        @Test
        void mayBeKeptForFiveMinutes() {
            get(JWKS)
                    .then()
                    .statusCode(200)
                    .contentType("application/json")
                    .header("Cache-Control", "public, max-age=300")
                    .body("keys", hasSize(1))
                    .body("keys[0].d", equalTo(null));
        }

        /** A second one, which all other responses have, would forbid what this one permits. */
        @ParameterizedTest
        @ValueSource(strings = {JWKS, "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"})
        void andAllOfDiscoverySayOnceForHowLongTheyMayBeKept(String path) {
            assertEquals(List.of("public, max-age=300"), get(path).headers().getValues("Cache-Control"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "W/\"other\",W/%s", "*"})
        void areNotSentAgainToWhoeverHasThem(String known) {
            String etag = get(JWKS).header("ETag");

            given().header("If-None-Match", String.format(Locale.ROOT, known, etag))
                    .get(JWKS)
                    .then()
                    .statusCode(304)
                    .header("ETag", etag)
                    .header("Cache-Control", "public, max-age=300")
                    .body(blankOrNullString());
        }

        @Test
        void areNotSentAgainToWhoeverHasThemInOneOfSeveralHeaders() {
            given().header("If-None-Match", "\"other\"", get(JWKS).header("ETag"))
                    .get(JWKS)
                    .then()
                    .statusCode(304);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"other\"", "W/\"other\"", "\"*\"", "other", ""})
        void areSentToWhoeverHasOthers(String known) {
            given().header("If-None-Match", known).get(JWKS).then().statusCode(200);
        }

        /** Such an answer would stay in a cache. */
        @Test
        void areReadOnlyAndKnowNoPreconditionOfAChange() {
            given().header("If-Match", "\"other\"").get(JWKS).then().statusCode(200);
        }

        @Test
        void verifyATokenByAnotherLibrary() throws Exception {
            SignedInUser user = TestUsers.register();

            JwtClaims claims = verifier().processToClaims(user.accessToken());

            assertEquals(user.id(), claims.getSubject());
        }

        @Test
        void refuseATokenOfAnotherKey() throws Exception {
            String token = TestUsers.register().accessToken();
            String kid = TestTokens.headerOf(token).get("kid").textValue();
            String forged = TestTokens.like(token)
                    .header("alg", "EdDSA")
                    .header("kid", kid)
                    .signedWith(TestKeys.generate(AccessAlgorithm.EdDSA), "Ed25519")
                    .compact();
            JwtConsumer verifier = verifier();

            assertThrows(InvalidJwtException.class, () -> verifier.processToClaims(forged));
            given().header("authorization", "Bearer " + forged)
                    .get("/verify")
                    .then()
                    .spec(problem(403, "invalid_token"));
        }

        @Test
        void doNotVerifyRefreshTokensWhichAreNobodyElsesMatter() throws Exception {
            String refresh = TestUsers.register().refreshToken();
            JwtConsumer verifier = verifier();

            assertThrows(InvalidJwtException.class, () -> verifier.processToClaims(refresh));
        }

        private JwtConsumer verifier() throws JoseException {
            return new JwtConsumerBuilder()
                    .setVerificationKeyResolver(new JwksVerificationKeyResolver(
                            new JsonWebKeySet(get(JWKS).asString()).getJsonWebKeys()))
                    .setExpectedIssuer(KeyPairProfile.ISSUER)
                    .setExpectedAudience(KeyPairProfile.ISSUER)
                    .setExpectedType(true, "at+jwt")
                    .build();
        }
    }

    @Nested
    class Metadata {
        @ParameterizedTest
        @ValueSource(strings = {"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"})
        void saysWhatThereIsByTheIssuerWhateverHostIsNamed(String path) {
            given().header("X-Forwarded-Host", "attacker.example")
                    .get(path)
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", not("no-store"))
                    .body("issuer", equalTo(KeyPairProfile.ISSUER))
                    .body("jwks_uri", equalTo(KeyPairProfile.ISSUER + JWKS))
                    .body("introspection_endpoint", equalTo(KeyPairProfile.ISSUER + "/oauth/introspect"))
                    .body("revocation_endpoint", equalTo(KeyPairProfile.ISSUER + "/oauth/revoke"))
                    .body("response_types_supported", hasSize(0));
        }
    }
}
