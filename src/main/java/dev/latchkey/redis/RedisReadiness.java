package dev.latchkey.redis;

import dev.latchkey.error.AuthException;
import dev.latchkey.settings.RedisType;
import dev.latchkey.settings.Settings;
import dev.latchkey.tls.TlsFault;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while Redis answers, takes writes, and is one that the promises can rest on. */
@Singleton
@Readiness
public final class RedisReadiness implements HealthCheck {
    private static final String CLUSTER = "cluster";
    private static final String SAFE_POLICY = "noeviction";

    /** In a cluster, one for each bucket of the deny-list: so each master is asked. */
    private static final int KEYS_IN_A_CLUSTER = 64;

    private static final String INFO_AT_A_KEY = "return redis.call('INFO', ARGV[1])";

    private static final int SECONDS_OF_A_WRITE = 10;
    private static final String UNKNOWN_SCRIPT = "0".repeat(40);

    private final RedisCommands redis;
    private final Settings.Redis settings;
    private final RedisVersion oldest;
    private final RedisAddress address;

    public RedisReadiness(
            RedisCommands redis, Settings.Redis settings, @Identifier(RedisAddress.PROVIDER) RedisAddress address) {
        this.redis = redis;
        this.settings = settings;
        this.oldest = RedisVersion.parse(settings.minVersion());
        this.address = address;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> fault = fault();
        var response = HealthCheckResponse.named("Redis").status(fault.isEmpty());
        fault.ifPresent(message -> response.withData("fault", message));
        return response.build();
    }

    private Optional<String> fault() {
        try {
            return infos("server").stream()
                    .flatMap(info -> faultOfServer(info).stream())
                    .findFirst()
                    .or(() -> settings.policyCheck() ? faultOfPolicy() : Optional.empty())
                    .or(this::faultOfWrites)
                    .or(this::faultOfScripts);
        } catch (RefusedException e) {
            return Optional.of("hides its version: let the user of REDIS_HOST do INFO");
        } catch (RuntimeException e) {
            return TlsFault.of(e)
                    .or(() -> Optional.of(address.usesTls() ? "does not answer in TLS" : "does not answer"));
        }
    }

    /** Older ones replicate scripts and keep them, which hides a loss; and a cluster needs another client. */
    private Optional<String> faultOfServer(String info) {
        RedisVersion version = RedisVersion.parse(field(info, "redis_version"));
        if (version.isBefore(oldest)) {
            return Optional.of("is version " + version + ": a loss would not be noticed; use " + oldest + " or newer");
        }
        boolean cluster = field(info, "redis_mode").equals(CLUSTER);
        return cluster == isForACluster()
                ? Optional.empty()
                : Optional.of("runs as a " + (cluster ? "" : "server without ") + "cluster: "
                        + "set QUARKUS_REDIS_CLIENT_TYPE to fit");
    }

    private boolean isForACluster() {
        return settings.clientType() == RedisType.CLUSTER;
    }

    /** Of a cluster by a script at a key of each bucket: what has no key goes to any node, also to one that only copies. */
    private List<String> infos(String section) {
        List<Response> infos = isForACluster()
                ? ask(key -> Request.cmd(Command.EVAL)
                        .arg(INFO_AT_A_KEY)
                        .arg(1)
                        .arg(key)
                        .arg(section))
                : List.of(ask(Request.cmd(Command.INFO).arg(section)));
        return infos.stream().map(Response::toString).distinct().toList();
    }

    private static String field(String info, String name) {
        String start = name + ":";
        return info.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElse("");
    }

    /**
     * Every entry of the deny-list has a TTL, so under any policy but {@code noeviction} a full Redis drops revocations
     * without a word.
     */
    private Optional<String> faultOfPolicy() {
        try {
            return policies().stream()
                    .filter(policy -> !policy.equals(SAFE_POLICY))
                    .map(policy -> "maxmemory-policy is " + policy + ": set it to " + SAFE_POLICY)
                    .findFirst();
        } catch (RefusedException e) {
            return Optional.of("hides its maxmemory-policy: make sure that it is " + SAFE_POLICY
                    + ", then set REDIS_POLICY_CHECK=false");
        }
    }

    private List<String> policies() {
        return isForACluster()
                ? infos("memory").stream()
                        .map(info -> field(info, "maxmemory_policy"))
                        .distinct()
                        .toList()
                : List.of(String.valueOf(
                        ask(Request.cmd(Command.CONFIG).arg("GET").arg("maxmemory-policy"))
                                .get("maxmemory-policy")));
    }

    /** A replica, a server that is full, and one whose disk fails answer, but nobody can sign in, on or out. */
    private Optional<String> faultOfWrites() {
        try {
            RedisCommands.await(ofEachMaster(key ->
                    Request.cmd(Command.SETEX).arg(key).arg(SECONDS_OF_A_WRITE).arg("")));
            return Optional.empty();
        } catch (AuthException e) {
            return Optional.of("takes no writes: " + e.getCause().getMessage());
        }
    }

    /** The deny-list and the rate limits are scripts, which the user of an ACL may not be allowed to run. */
    private Optional<String> faultOfScripts() {
        try {
            ask(key -> Request.cmd(Command.EVAL).arg("return 1").arg(1).arg(key));
            ask(key -> Request.cmd(Command.EVALSHA).arg(UNKNOWN_SCRIPT).arg(1).arg(key));
            return Optional.empty();
        } catch (RefusedException e) {
            String refusal = e.getCause().getMessage();
            return refusal.startsWith("NOSCRIPT") ? Optional.empty() : Optional.of("runs no scripts: " + refusal);
        }
    }

    private CompositeFuture ofEachMaster(Function<String, Request> atAKey) {
        return Future.all(IntStream.range(0, isForACluster() ? KEYS_IN_A_CLUSTER : 1)
                .mapToObj(bucket -> "readiness:{" + (bucket < 10 ? "0" : "") + bucket + "}")
                .map(atAKey)
                .map(redis::send)
                .toList());
    }

    /** Redis answers, but not to this. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(Throwable cause) {
            super(cause);
        }
    }

    private List<Response> ask(Function<String, Request> atAKey) {
        return answer(ofEachMaster(atAKey)).list();
    }

    private Response ask(Request request) {
        return answer(redis.send(request));
    }

    private static <T> T answer(Future<T> future) {
        try {
            return RedisCommands.await(future);
        } catch (AuthException e) {
            if (e.getCause() instanceof Response) {
                throw new RefusedException(e.getCause());
            }
            throw e;
        }
    }
}
