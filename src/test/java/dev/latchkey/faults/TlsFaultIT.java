package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Certificates;
import dev.latchkey.stand.Folders;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.Ports;
import dev.latchkey.stand.Programs;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS to both stores, with certificates of an authority that nobody else knows. */
@Tag("faults")
class TlsFaultIT {
    private static final String HOST = "localhost";
    private static final int DAYS = 10;
    private static final String TERMINATOR = """
            defaults
                mode tcp
                timeout connect 2s
                timeout client 30s
                timeout server 30s
            listen mongo
                bind 127.0.0.1:%d ssl crt %s
                server plain 127.0.0.1:%d
            """;

    @AutoClose
    private static final MongoProcess MONGO = MongoProcess.start();

    private static Certificates certificates;

    @BeforeAll
    static void requirePrograms() {
        Programs.require("haproxy", "haproxy");
        Programs.require("redis-server", "redis-server");
        Programs.require("openssl", "openssl");
        certificates = Certificates.ofNewAuthority();
    }

    @Test
    void worksWithAPrivateAuthority() throws IOException {
        Path certificate = certificates.issue("good", HOST, DAYS);
        try (ServerProcess redis = redis(certificate);
                ServerProcess mongo = mongo(certificate);
                Replica replica = Replica.start(databaseUrl(mongo.port()), redisHost(redis.port()), trusting())) {
            SignedInUser user = replica.client().register();
            assertEquals(200, replica.client().details(user.accessToken()).status());
            assertEquals(200, replica.client().logout(user).status());
            assertEquals(
                    "revoked_token",
                    replica.client().details(user.accessToken()).code());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "other host, redis.example.com, 10, true, its certificate is for another host",
        "expired, localhost, -1, true, its certificate has expired",
        "other authority, localhost, 10, false, its certificate is of an authority that is not trusted"
    })
    void tellsAtOnceWhatIsWrong(String what, String host, int days, boolean trusted, String fault) throws IOException {
        Certificates authority = trusted ? certificates : Certificates.ofNewAuthority();
        Path certificate = authority.issue(what.replace(' ', '-'), host, days);
        try (ServerProcess redis = redis(certificate);
                ServerProcess mongo = mongo(certificate);
                Replica replica = Replica.launch(databaseUrl(mongo.port()), redisHost(redis.port()), trusting())) {
            tellsOfBoth(replica, fault);
        }
    }

    @Test
    void tellsAtOnceThatThePortIsOneWithoutTls() {
        try (ServerProcess redis = redis();
                Replica replica =
                        Replica.launch(databaseUrl(MONGO.process().port()), redisHost(redis.port()), trusting())) {
            tellsOfBoth(replica, "TLS");
        }
    }

    private static void tellsOfBoth(Replica replica, String fault) {
        await("both are told").atMost(Duration.ofSeconds(20)).until(() -> timesIn(replica, fault) >= 2);
        Answer answer = replica.readiness();
        assertEquals(503, answer.status());
        assertTrue(answer.took().compareTo(Duration.ofSeconds(2)) < 0, answer::toString);
        assertFalse(answer.body().contains("does not answer"), answer.body());
        System.out.printf(
                Locale.ROOT,
                "faults: \"%s\" is told in %d ms%n",
                fault,
                answer.took().toMillis());
    }

    /** Redis and MongoDB; what has been prepared tells of the first. */
    private static long timesIn(Replica replica, String fault) {
        return replica.readiness()
                .body()
                .lines()
                .filter(line -> line.contains("\"fault\": \"") && line.contains(fault) && !line.contains("REDIS_HOST"))
                .count();
    }

    private static Map<String, String> trusting() {
        return Map.of("STORES_CA_FILE", certificates.authority().toString());
    }

    private static String redisHost(int port) {
        return "rediss://" + HOST + ":" + port;
    }

    private static String databaseUrl(int port) {
        return "mongodb://" + HOST + ":" + port + "/latchkey?tls=true";
    }

    private static ServerProcess redis(Path certificate) {
        int port = Ports.free();
        return new ServerProcess(
                "redis-tls",
                port,
                Map.of(),
                List.of(
                        "redis-server",
                        "--port",
                        "0",
                        "--tls-port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--tls-cert-file",
                        certificate.toString(),
                        "--tls-key-file",
                        certificate.toString().replace(".pem", ".key"),
                        "--tls-ca-cert-file",
                        certificates.authority().toString(),
                        "--tls-auth-clients",
                        "no",
                        "--save",
                        "",
                        "--dir",
                        Folders.ofData("redis").toString()));
    }

    private static ServerProcess redis() {
        int port = Ports.free();
        return new ServerProcess(
                "redis",
                port,
                Map.of(),
                List.of(
                        "redis-server",
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--dir",
                        Folders.ofData("redis").toString()));
    }

    /** The server of MongoDB's protocol behind what speaks TLS for it. */
    private static ServerProcess mongo(Path certificate) throws IOException {
        int port = Ports.free();
        Path file = Folders.ofData("haproxy").toPath().resolve("haproxy.cfg");
        String keyAndCertificate = certificate.toString().replace(".pem", ".both");
        Files.writeString(
                file,
                String.format(
                        Locale.ROOT,
                        TERMINATOR,
                        port,
                        keyAndCertificate,
                        MONGO.process().port()));
        return new ServerProcess("mongo-tls", port, Map.of(), List.of("haproxy", "-db", "-f", file.toString()));
    }
}
