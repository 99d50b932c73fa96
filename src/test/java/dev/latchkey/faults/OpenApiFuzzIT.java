package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestServices;
import dev.latchkey.stand.Folders;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.SmtpServer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Requests that schemathesis makes up from the document which the service serves, fit and unfit, with and without real
 * tokens: each is answered as the document says, and none with a failure of ours.
 */
@Tag("fuzz")
class OpenApiFuzzIT {
    private static final int REQUESTS = Integer.getInteger("latchkey.fuzz.requests", 20_000);

    /** For each of the document's 33 operations; a tenth more than its share, since some soon have no more to vary. */
    private static final int EXAMPLES = REQUESTS * 11 / 10 / 33;

    private static final Path SOURCES = Path.of("src", "test", "fuzz").toAbsolutePath();
    private static final File FOLDER = Folders.of("fuzz");
    private static final Path ENVIRONMENT = FOLDER.toPath().resolve("venv");
    private static final Pattern COUNT = Pattern.compile("(\\d+) generated");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Test
    void getsOnlyAnswersThatTheDocumentLists() throws Exception {
        install();
        long start = System.nanoTime();
        Ended fuzz;
        try (MongoProcess mongo = MongoProcess.start();
                RedisProcess redis = RedisProcess.start(RedisProcess.AOF);
                SmtpServer mails = SmtpServer.start();
                Replica replica = Replica.start(mongo.address(), redis.address(), settings(mails))) {
            fuzz = schemathesis(replica.client().service());
        }
        Matcher count = COUNT.matcher(fuzz.output());
        int requests = count.find() ? Integer.parseInt(count.group(1)) : 0;
        System.out.printf(
                Locale.ROOT,
                "fuzz: %,d generated requests in %d s: %s%n",
                requests,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                fuzz.exitCode() == 0 ? "0 failures" : "failures");
        assertEquals(0, fuzz.exitCode(), fuzz::output);
        assertTrue(requests >= REQUESTS, fuzz::output);
    }

    private static Map<String, String> settings(SmtpServer mails) {
        return Map.of(
                "REDIS_TIMEOUT",
                "5s",
                "MONGODB_TIMEOUT",
                "5s",
                "SMTP_URL",
                mails.url(),
                "MAIL_FROM",
                "no-reply@example.com",
                "SERVICE_KEYS",
                TestServices.SETTING);
    }

    private static void install() throws Exception {
        Ended venv = run("venv", List.of("python3", "-m", "venv", ENVIRONMENT.toString()));
        assertEquals(0, venv.exitCode(), () -> "Python 3 with venv is needed (python3-venv): " + venv.output());
        String requirements = SOURCES.resolve("requirements.txt").toString();
        Ended pip = run("pip", List.of(executable("pip"), "install", "--quiet", "--requirement", requirements));
        assertEquals(0, pip.exitCode(), pip::output);
    }

    private static Ended schemathesis(URI service) throws Exception {
        return run(
                "schemathesis",
                List.of(
                        executable("schemathesis"),
                        "--no-color",
                        "--config-file",
                        SOURCES.resolve("schemathesis.toml").toString(),
                        "run",
                        service.resolve("/openapi.json").toString(),
                        "--max-examples",
                        Integer.toString(EXAMPLES)));
    }

    private static String executable(String name) {
        return ENVIRONMENT.resolve("bin").resolve(name).toString();
    }

    private record Ended(int exitCode, String output) {}

    private static Ended run(String name, List<String> command) throws IOException, InterruptedException {
        File log = new File(FOLDER, name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(FOLDER)
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment()
                .putAll(Map.of(
                        "SCHEMATHESIS_HOOKS", SOURCES.resolve("hooks.py").toString(), "PYTHONDONTWRITEBYTECODE", "1"));
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), command::toString);
            return new Ended(process.exitValue(), Files.readString(log.toPath()));
        } finally {
            process.destroyForcibly();
        }
    }
}
