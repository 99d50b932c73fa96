package dev.latchkey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No version that docs/vulnerabilities.md knows an advisory for comes back. */
class VulnerabilitiesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\S+):(\\S+)` \\| ([0-9]\\S*) \\|");
    private static final Pattern AXIOS_ROW = Pattern.compile("(?m)^\\| `axios` \\| ([0-9]\\S*) \\|");
    private static final Pattern AXIOS_OF_THE_BUNDLE = Pattern.compile("<axios.version>(.*)</axios.version>");
    private static final Path CLIENT = Path.of("src/main/webui");

    record Fixed(String group, String artifact, String version) {}

    static Stream<Fixed> fixed() throws IOException {
        return ROW
                .matcher(list())
                .results()
                .map(row -> new Fixed(row.group(1), row.group(2), row.group(3)))
                .toList()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("fixed")
    void keepsVersionsWithAnAdvisoryOut(Fixed fixed) {
        List<String> versions = versionsOnTheClassPath(fixed);
        assertFalse(versions.isEmpty(), () -> fixed + " is not on the class path any more: take it off the list");
        versions.forEach(version -> assertNotOlder(fixed.version(), version));
    }

    /** The bundle of the demo page and the client's own tests. */
    @Test
    void keepsOneVersionOfAxiosWithoutAnAdvisory() throws IOException {
        String bundled = only(AXIOS_OF_THE_BUNDLE, Files.readString(Path.of("pom.xml")));
        assertNotOlder(only(AXIOS_ROW, list()), bundled);
        assertEquals(bundled, json("package.json").at("/devDependencies/axios").textValue());
        assertEquals(
                bundled,
                json("package-lock.json")
                        .at("/packages/node_modules~1axios/version")
                        .textValue());
    }

    /** From the layout of a Maven repository: group/artifact/version/artifact-version.jar. */
    private static List<String> versionsOnTheClassPath(Fixed component) {
        Pattern jar = Pattern.compile("/" + Pattern.quote(component.group().replace('.', '/')) + "/"
                + Pattern.quote(component.artifact()) + "/([^/]+)/[^/]+\\.jar$");
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(path -> path.replace(File.separatorChar, '/'))
                .flatMap(path -> jar.matcher(path).results())
                .map(found -> found.group(1))
                .toList();
    }

    private static void assertNotOlder(String fixed, String version) {
        assertTrue(
                new ComparableVersion(version).compareTo(new ComparableVersion(fixed)) >= 0,
                () -> version + " is older than " + fixed);
    }

    private static String only(Pattern pattern, String text) {
        List<MatchResult> found = pattern.matcher(text).results().toList();
        assertEquals(1, found.size(), pattern::pattern);
        return found.get(0).group(1);
    }

    private static JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(CLIENT.resolve(file).toFile());
    }

    private static String list() throws IOException {
        return Files.readString(Path.of("docs/vulnerabilities.md"));
    }
}
