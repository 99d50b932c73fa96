package dev.latchkey.faults;

import dev.latchkey.stand.Client;
import dev.latchkey.stand.Folders;
import dev.latchkey.stand.Ports;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** HAProxy before two replicas, as a Service of Kubernetes is: it sends requests only to those that say they are ready. */
record HaproxyProcess(ServerProcess process) implements AutoCloseable {
    private static final String CONFIGURATION = """
            defaults
                mode http
                timeout connect 2s
                timeout client 30s
                timeout server 30s
            frontend clients
                bind 127.0.0.1:%d
                default_backend latchkey
            backend latchkey
                option httpchk GET /q/health/ready
                default-server check inter 500ms fall 1 rise 1
                server first 127.0.0.1:%d port %d
                server second 127.0.0.1:%d port %d
            """;

    static HaproxyProcess start(Replica first, Replica second) {
        int port = Ports.free();
        Path file = Folders.ofData("haproxy").toPath().resolve("haproxy.cfg");
        try {
            Files.writeString(
                    file,
                    String.format(
                            Locale.ROOT,
                            CONFIGURATION,
                            port,
                            first.process().port(),
                            first.management().getPort(),
                            second.process().port(),
                            second.management().getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = List.of("haproxy", "-db", "-f", file.toString());
        return new HaproxyProcess(new ServerProcess("haproxy", port, Map.of(), command));
    }

    Client client() {
        return new Client(URI.create("http://127.0.0.1:" + process.port()));
    }

    @Override
    public void close() {
        process.close();
    }
}
