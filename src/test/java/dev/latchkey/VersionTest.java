package dev.latchkey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** There is one version, that of pom.xml: in the images, the manifests, the client, the contract and the docs. */
class VersionTest {

    @ParameterizedTest
    @CsvSource({
        "src/main/docker/Dockerfile.jvm, ARG VERSION=(\\S+)",
        "src/main/docker/Dockerfile.jvm, latchkey:([0-9]\\S*)",
        "src/main/docker/Dockerfile.native-micro, ARG VERSION=(\\S+)",
        "src/main/docker/Dockerfile.native-micro, latchkey:([0-9]\\S*)",
        "compose.yaml, latchkey:([0-9]\\S*)",
        "k8s/base/deployment.yaml, latchkey:([0-9]\\S*)",
        "k8s/overlays/dev/kustomization.yaml, newTag: (\\S+)",
        "k8s/overlays/prod/kustomization.yaml, newTag: (\\S+)",
        "docs/kubernetes.md, latchkey:([0-9]\\S*)",
        "src/main/webui/package.json, '\"version\": \"(.+?)\"'",
        "src/main/webui/package-lock.json, '\"name\": \"latchkey-client\",\\s+\"version\": \"(.+?)\"'",
        "src/main/webui/README.md, latchkey-client-([0-9.]+)\\.tgz",
        "src/main/resources/META-INF/openapi.yaml, 'version: (\\S+)'",
        "CHANGELOG.md, '\\A[^#]*# Changes[^#]*## (\\S+)'"
    })
    void isThatOfThePom(String file, String pattern) throws IOException {
        assertEquals(Set.of(versionOfThePom()), find(file, pattern), file);
    }

    private static String versionOfThePom() throws IOException {
        Matcher version = Pattern.compile("<version>(.*)</version>").matcher(Files.readString(Path.of("pom.xml")));
        return version.find() ? version.group(1) : "";
    }

    private static Set<String> find(String file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }
}
