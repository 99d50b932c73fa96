package dev.latchkey.k8s;

import static org.awaitility.Awaitility.await;

import dev.latchkey.stand.Folders;
import dev.latchkey.stand.Ports;
import dev.latchkey.stand.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A real API server of Kubernetes, with its etcd: objects are validated, completed, stored and deleted as in a cluster.
 * Nothing runs what they describe: there are no controllers and no nodes. What it is made of is what
 * {@code .ci/apiserver} has built.
 */
final class ApiServer implements AutoCloseable {
    private static final Path PROGRAMS = Path.of(System.getProperty("latchkey.kube", ""));

    private static final String TOKEN = "of-the-test";

    private final ServerProcess etcd;
    private final ServerProcess server;
    private final Path kubeconfig;

    private ApiServer(ServerProcess etcd, ServerProcess server, Path kubeconfig) {
        this.etcd = etcd;
        this.server = server;
        this.kubeconfig = kubeconfig;
    }

    static ApiServer start() throws IOException, GeneralSecurityException {
        if (!Files.isExecutable(PROGRAMS.resolve("kube-apiserver"))) {
            throw new IllegalStateException("no kube-apiserver in -Dlatchkey.kube: run .ci/apiserver, which builds it");
        }
        Path data = Folders.ofData("kube").toPath();
        ServerProcess etcd = startEtcd(data);
        int port = Ports.free();
        Path tokens = Files.writeString(data.resolve("tokens.csv"), TOKEN + ",test,test,system:masters\n");
        ServerProcess server = new ServerProcess(
                "kube-apiserver",
                port,
                Map.of(),
                List.of(
                        PROGRAMS.resolve("kube-apiserver").toString(),
                        "--etcd-servers=http://127.0.0.1:" + etcd.port(),
                        "--bind-address=127.0.0.1",
                        "--secure-port=" + port,
                        "--cert-dir=" + data.resolve("certificates"),
                        "--service-cluster-ip-range=10.0.0.0/24",
                        "--endpoint-reconciler-type=none",
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-signing-key-file=" + key(data),
                        "--service-account-key-file=" + key(data),
                        "--token-auth-file=" + tokens,
                        "--authorization-mode=RBAC"));
        ApiServer started = new ApiServer(etcd, server, kubeconfig(data, port));
        await("readiness")
                .atMost(Duration.ofSeconds(60))
                .until(() -> started.kubectl("get", "--raw", "/readyz").exitCode() == 0);
        return started;
    }

    private static ServerProcess startEtcd(Path data) {
        int port = Ports.free();
        String address = "http://127.0.0.1:" + port;
        return new ServerProcess(
                "etcd",
                port,
                Map.of(),
                List.of(
                        "etcd",
                        "--data-dir=" + data.resolve("etcd"),
                        "--listen-client-urls=" + address,
                        "--advertise-client-urls=" + address,
                        "--listen-peer-urls=http://127.0.0.1:" + Ports.free(),
                        "--unsafe-no-fsync"));
    }

    private static Path key(Path data) throws IOException, GeneralSecurityException {
        Path file = data.resolve("service-accounts.pem");
        if (Files.notExists(file)) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
            Files.writeString(
                    file,
                    "-----BEGIN PRIVATE KEY-----\n" + lines.encodeToString(key) + "\n-----END PRIVATE KEY-----\n");
        }
        return file;
    }

    private static Path kubeconfig(Path data, int port) throws IOException {
        return Files.writeString(data.resolve("kubeconfig"), String.format(Locale.ROOT, """
                        apiVersion: v1
                        kind: Config
                        current-context: test
                        clusters:
                          - name: test
                            cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}
                        users:
                          - name: test
                            user: {token: %s}
                        contexts:
                          - name: test
                            context: {cluster: test, user: test}
                        """, port, TOKEN));
    }

    /** What Kubernetes was extended by: the CRDs that controllers bring along. */
    void installCustomKinds() {
        kubectl("apply", "--server-side", "-f", PROGRAMS.resolve("crds").toString())
                .succeeds();
        kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s")
                .succeeds();
    }

    /** Runs kubectl in the project's folder. */
    Output kubectl(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(PROGRAMS.resolve("kubectl").toString()));
        command.addAll(List.of(arguments));
        return run(Path.of("").toAbsolutePath(), command);
    }

    /** Runs a script in bash, whose kubectl asks this server. */
    Output bash(Path folder, String script) {
        return run(folder, List.of("bash", "-euo", "pipefail", "-c", script));
    }

    private Output run(Path folder, List<String> command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            Map<String, String> environment = builder.environment();
            environment.put("KUBECONFIG", kubeconfig.toString());
            environment.put("HOME", kubeconfig.getParent().toString());
            environment.put("PATH", PROGRAMS + ":" + environment.get("PATH"));
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(String.join(" ", command), process.waitFor(), text);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a command said, on both of its outputs. */
    record Output(String command, int exitCode, String text) {

        /** @throws AssertionError if it failed */
        Output succeeds() {
            if (exitCode != 0) {
                throw new AssertionError(command + " ended with " + exitCode + ": " + text);
            }
            return this;
        }

        /** Succeeds, and the server warned of nothing. */
        Output succeedsWithoutWarning() {
            succeeds();
            if (text.contains("Warning") || text.contains("conflict")) {
                throw new AssertionError(command + ": " + text);
            }
            return this;
        }
    }

    @Override
    public void close() {
        server.close();
        etcd.close();
    }
}
