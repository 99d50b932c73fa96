package dev.latchkey.dev;

import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.latchkey.redis.RedisAddress;
import dev.latchkey.settings.MongoAddress;
import dev.latchkey.settings.Settings;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import org.jboss.logging.Logger;
import redis.embedded.RedisServer;

/**
 * Lets dev mode run on a machine that has no server installed: starts MongoDB's wire protocol and a Redis inside, each
 * only if nothing answers at its address. They live as long as the JVM, so that accounts and the deny-list outlive a
 * live reload.
 */
@Singleton
@IfBuildProfile("dev")
public class EmbeddedStores {
    private static final Logger LOG = Logger.getLogger(EmbeddedStores.class);
    private static final int BEFORE_THE_STORES_ARE_USED = 1;
    private static final int CONNECT_TIMEOUT_MILLIS = 500;
    private static final int DEFAULT_REDIS_PORT = 6379;

    /** Null if DNS names the servers: these are elsewhere. */
    private final ServerAddress mongo;

    private final URI redis;

    public EmbeddedStores(Settings.Mongo settings, @Identifier(RedisAddress.PROVIDER) RedisAddress redisAddress) {
        this.mongo = MongoAddress.asksDns(settings.address())
                ? null
                : new ServerAddress(
                        new ConnectionString(settings.address()).getHosts().get(0));
        this.redis = redisAddress.getHosts().iterator().next();
    }

    void start(@Observes @Priority(BEFORE_THE_STORES_ARE_USED) StartupEvent start) throws IOException {
        int redisPort = redis.getPort() == -1 ? DEFAULT_REDIS_PORT : redis.getPort();
        if (mongo != null && !isRunning("MongoDB", mongo.getHost(), mongo.getPort())) {
            startMongo(mongo.getPort());
        }
        if (!isRunning("Redis", redis.getHost(), redisPort)) {
            startRedis(redisPort);
        }
    }

    private static boolean isRunning(String store, String host, int port) throws UnknownHostException {
        boolean elsewhere = !InetAddress.getByName(host).isLoopbackAddress();
        if (elsewhere || isOurs(store, port)) {
            return true;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_TIMEOUT_MILLIS);
            LOG.infof("%s: using the one that listens on port %s already", store, port);
            return true;
        } catch (IOException nothingListens) {
            return false;
        }
    }

    private static void startMongo(int port) {
        MongoServer server = new MongoServer(new MemoryBackend());
        server.bind("localhost", port);
        remember("MongoDB", port);
    }

    private static void startRedis(int port) throws IOException {
        RedisServer server = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        remember("Redis", port);
        LOG.info("Redis: the embedded one is version 6.2, the newest that can be had; production demands 7 or newer");
    }

    private static void stop(RedisServer server) {
        try {
            server.stop();
        } catch (IOException e) {
            LOG.warn("The embedded Redis did not stop", e);
        }
    }

    /** A live reload loads this class anew; what outlives it is a property of the JVM. */
    private static boolean isOurs(String store, int port) {
        return Integer.getInteger(property(store), 0) == port;
    }

    private static void remember(String store, int port) {
        System.setProperty(property(store), Integer.toString(port));
        LOG.infof("%s: started an embedded one on port %s; its data ends with this JVM", store, port);
    }

    private static String property(String store) {
        return "latchkey.embedded." + store;
    }
}
