package dev.latchkey.web;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.latchkey.error.AuthError;
import dev.latchkey.gateway.VerifyRoute;
import dev.latchkey.guard.AccessToken;
import dev.latchkey.guard.RefreshToken;
import dev.latchkey.guard.ServiceKey;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The OpenAPI document is written by hand: it and the code must say the same. */
class OpenApiTest {
    private static final File COMMITTED = new File("src/main/resources/META-INF/openapi.yaml");

    private final JsonNode document = committed();

    @Nested
    class Routes {

        @Test
        void areThoseOfTheCodeWithTheTokensThatTheyWant() {
            Stream<String> ofResources = new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.latchkey").stream()
                            .flatMap(type -> type.getMethods().stream())
                            .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                            .map(OpenApiTest::route);
            Stream<String> ofVerify = VerifyRoute.METHODS.stream().map(method -> method + " /verify [accessToken]");
            Set<String> routes = Stream.concat(ofResources, ofVerify).collect(toCollection(TreeSet::new));
            Set<String> documented = operations()
                    .map(operation -> operation.method() + " " + operation.path() + " " + operation.tokens())
                    .collect(toCollection(TreeSet::new));
            assertEquals(routes, documented);
        }
    }

    @Nested
    class Errors {
        @Test
        void areThoseOfTheClosedListWithTheirStatuses() {
            Set<String> closedList = Stream.of(AuthError.values())
                    .map(error -> error.status() + " " + error.code())
                    .collect(toCollection(TreeSet::new));
            Set<String> documented = operations().flatMap(this::errors).collect(toCollection(TreeSet::new));
            assertEquals(closedList, documented);
        }

        private Stream<String> errors(Operation operation) {
            return operation.node().path("responses").properties().stream()
                    .filter(response -> Integer.parseInt(response.getKey()) >= 400)
                    .flatMap(response -> codes(response.getKey(), resolve(response.getValue())));
        }

        private Stream<String> codes(String status, JsonNode response) {
            JsonNode own = response.at("/content/application~1problem+json/schema/allOf/1/properties");
            assertEquals("[" + status + "]", own.path("status").path("enum").toString());
            return own.path("code").path("enum").valueStream().map(code -> status + " " + code.textValue());
        }

        private JsonNode resolve(JsonNode reference) {
            return document.at(reference.path("$ref").textValue().substring(1));
        }
    }

    private record Operation(String method, String path, JsonNode node) {

        Set<String> tokens() {
            Set<String> tokens = new TreeSet<>();
            node.path("security").path(0).fieldNames().forEachRemaining(tokens::add);
            return tokens;
        }
    }

    private Stream<Operation> operations() {
        return document.path("paths").properties().stream().flatMap(path -> path.getValue().properties().stream()
                .filter(member -> member.getValue().has("operationId"))
                .map(member ->
                        new Operation(member.getKey().toUpperCase(Locale.ROOT), path.getKey(), member.getValue())));
    }

    private static String route(JavaMethod method) {
        String ofClass = method.getOwner().getAnnotationOfType(Path.class).value();
        String ofMethod =
                method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
        String path = (ofClass + ofMethod).replaceFirst("^//", "/");
        return httpMethod(method) + " " + path + " " + tokens(method);
    }

    private static String httpMethod(JavaMethod method) {
        return method.getAnnotations().stream()
                .map(annotation -> annotation.getRawType().tryGetAnnotationOfType(HttpMethod.class))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** The names of the document's security schemes. */
    private static Set<String> tokens(JavaMethod method) {
        Set<String> tokens = new TreeSet<>();
        method.tryGetAnnotationOfType(AccessToken.class)
                .ifPresent(guard ->
                        tokens.add(guard.header().equals("authorization") ? "accessToken" : "logoutAccessToken"));
        method.tryGetAnnotationOfType(RefreshToken.class)
                .ifPresent(guard ->
                        tokens.add(guard.header().equals("authorization") ? "refreshToken" : "logoutRefreshToken"));
        method.tryGetAnnotationOfType(ServiceKey.class).ifPresent(guard -> tokens.add("serviceKey"));
        return tokens;
    }

    static JsonNode committed() {
        try {
            return new YAMLMapper().readTree(COMMITTED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
