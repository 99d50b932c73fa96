package dev.latchkey.faults;

import dev.latchkey.stand.Folders;
import dev.latchkey.stand.Ports;
import dev.latchkey.stand.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** nginx with the configuration of the documentation, but for its ports. */
record NginxProcess(ServerProcess process) implements AutoCloseable {
    private static final Path DOCUMENTED = Path.of("docs", "gateways", "nginx.conf");

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
                include latchkey.conf;
            }
            """;

    static NginxProcess start(int latchkey, int service) {
        int port = Ports.free();
        Path prefix = Folders.ofData("nginx").toPath();
        try {
            String documented = Files.readString(DOCUMENTED);
            documented = replace(documented, "server 127.0.0.1:8080;", "server 127.0.0.1:" + latchkey + ";");
            documented = replace(documented, "server 127.0.0.1:3000;", "server 127.0.0.1:" + service + ";");
            documented = replace(documented, "listen 80;", "listen 127.0.0.1:" + port + ";");
            Files.writeString(prefix.resolve("latchkey.conf"), documented);
            Files.writeString(prefix.resolve("nginx.conf"), MAIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = List.of(
                "nginx",
                "-p",
                prefix.toString(),
                "-c",
                prefix.resolve("nginx.conf").toString(),
                "-e",
                "stderr");
        return new NginxProcess(new ServerProcess("nginx", port, Map.of(), command));
    }

    private static String replace(String configuration, String documented, String actual) {
        if (!configuration.contains(documented)) {
            throw new IllegalStateException(DOCUMENTED + " no longer has: " + documented);
        }
        return configuration.replace(documented, actual);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + process.port());
    }

    @Override
    public void close() {
        process.close();
    }
}
