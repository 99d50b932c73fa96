package dev.latchkey.startup;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.latchkey.stand.Packaged;
import dev.latchkey.stand.Ports;
import dev.latchkey.stand.ServerProcess;
import dev.latchkey.token.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start leaves for later, so that the port is open soon. */
class StartIT {

    /** They take longer than much else that a start does, and more memory. */
    @Test
    void readsNoDictionaryOfPasswords(@TempDir Path folder) throws IOException {
        assumeFalse(Packaged.isBinary(), "only a JVM tells which classes it loads");
        Path classes = folder.resolve("classes.txt");
        int port = Ports.free();
        Map<String, String> settings = Map.of(
                "DATABASE_URL",
                "mongodb://127.0.0.1:1/latchkey",
                "REDIS_HOST",
                "127.0.0.1:1",
                "JWT_ACCESS_KEY",
                TestTokens.ACCESS_KEY,
                "JWT_REFRESH_KEY",
                TestTokens.REFRESH_KEY,
                "PORT",
                Integer.toString(port),
                "QUARKUS_MANAGEMENT_PORT",
                Integer.toString(Ports.free()));
        List<String> command = Packaged.command(List.of("-Xlog:class+load:file=" + classes));
        try (ServerProcess process = new ServerProcess("start", port, settings, command)) {
            String loaded = Files.readString(classes);
            assertTrue(loaded.contains("dev.latchkey.password.PasswordPolicy "), process::log);
            assertFalse(loaded.contains("com.nulabinc.zxcvbn."));
        }
    }
}
