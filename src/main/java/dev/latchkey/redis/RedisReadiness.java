package dev.latchkey.redis;

import dev.latchkey.error.AuthException;
import dev.latchkey.settings.RedisType;
import dev.latchkey.settings.Settings;
import dev.latchkey.tls.TlsFault;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
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

    /** In a cluster, one for each bucket of the deny-list: each shard has to take writes. */
    private static final int WRITES_TO_A_CLUSTER = 64;

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
            ask(Request.cmd(Command.PING));
            return faultOfServer()
                    .or(() -> settings.policyCheck() ? faultOfPolicy() : Optional.empty())
                    .or(this::faultOfWrites)
                    .or(this::faultOfScripts);
        } catch (RuntimeException e) {
            return TlsFault.of(e)
                    .or(() -> Optional.of(address.usesTls() ? "does not answer in TLS" : "does not answer"));
        }
    }

    /** Older ones replicate scripts and keep them, which hides a loss; and a cluster needs another client. */
    private Optional<String> faultOfServer() {
        try {
            List<String> info = ask(Request.cmd(Command.INFO).arg("server"))
                    .toString()
                    .lines()
                    .toList();
            RedisVersion version = RedisVersion.parse(field(info, "redis_version"));
            if (version.isBefore(oldest)) {
                return Optional.of(
                        "is version " + version + ": a loss would not be noticed; use " + oldest + " or newer");
            }
            boolean cluster = field(info, "redis_mode").equals(CLUSTER);
            return cluster == isForACluster()
                    ? Optional.empty()
                    : Optional.of("runs as a " + (cluster ? "" : "server without ") + "cluster: "
                            + "set QUARKUS_REDIS_CLIENT_TYPE to fit");
        } catch (RefusedException e) {
            return Optional.of("hides its version: let the user of REDIS_HOST do INFO");
        }
    }

    private boolean isForACluster() {
        return settings.clientType() == RedisType.CLUSTER;
    }

    private static String field(List<String> info, String name) {
        String start = name + ":";
        return info.stream()
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
        Response policy;
        try {
            policy = ask(Request.cmd(Command.CONFIG).arg("GET").arg("maxmemory-policy"))
                    .get("maxmemory-policy");
        } catch (RefusedException e) {
            return Optional.of("hides its maxmemory-policy: make sure that it is " + SAFE_POLICY
                    + ", then set REDIS_POLICY_CHECK=false");
        }
        return SAFE_POLICY.equals(String.valueOf(policy))
                ? Optional.empty()
                : Optional.of("maxmemory-policy is " + policy + ": set it to " + SAFE_POLICY);
    }

    /** A replica, a server that is full, and one whose disk fails answer, but nobody can sign in, on or out. */
    private Optional<String> faultOfWrites() {
        int writes = isForACluster() ? WRITES_TO_A_CLUSTER : 1;
        try {
            RedisCommands.await(Future.all(IntStream.range(0, writes)
                    .mapToObj(RedisReadiness::write)
                    .map(redis::send)
                    .toList()));
            return Optional.empty();
        } catch (AuthException e) {
            return Optional.of("takes no writes: " + e.getCause().getMessage());
        }
    }

    /** The deny-list and the rate limits are scripts, which the user of an ACL may not be allowed to run. */
    private Optional<String> faultOfScripts() {
        try {
            ask(Request.cmd(Command.EVAL).arg("return 1").arg(0));
            ask(Request.cmd(Command.EVALSHA).arg(UNKNOWN_SCRIPT).arg(0));
            return Optional.empty();
        } catch (RefusedException e) {
            String refusal = e.getCause().getMessage();
            return refusal.startsWith("NOSCRIPT") ? Optional.empty() : Optional.of("runs no scripts: " + refusal);
        }
    }

    private static Request write(int bucket) {
        String key = "readiness:{" + (bucket < 10 ? "0" : "") + bucket + "}";
        return Request.cmd(Command.SETEX).arg(key).arg(SECONDS_OF_A_WRITE).arg("");
    }

    /** Redis answers, but not to this. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(Throwable cause) {
            super(cause);
        }
    }

    private Response ask(Request request) {
        try {
            return RedisCommands.await(redis.send(request));
        } catch (AuthException e) {
            if (e.getCause() instanceof Response) {
                throw new RefusedException(e.getCause());
            }
            throw e;
        }
    }
}
