package dev.latchkey.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.Stand;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.RawBsonDocument;

/** All that somebody finds who reads the stores, the logs and the metrics: as text, each byte one character. */
final class Leftovers {
    /** Of every key, of whichever type. */
    private static final String ALL_KEYS = "local all = {} for _, key in ipairs(redis.call('KEYS', '*')) do "
            + "local commands = {string = {'GET', key}, hash = {'HGETALL', key}, list = {'LRANGE', key, 0, -1}, "
            + "set = {'SMEMBERS', key}, zset = {'ZRANGE', key, 0, -1, 'WITHSCORES'}, stream = {'XRANGE', key, '-', '+'}} "
            + "all[#all + 1] = {key, redis.call(unpack(commands[redis.call('TYPE', key).ok]))} end return all";

    private Leftovers() {}

    /** By where they are. */
    static Map<String, String> of(Stand stand) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("MongoDB", documents(stand.mongo().address()));
        all.putAll(redis(stand.redis()));
        for (Replica replica : List.of(stand.first(), stand.second())) {
            all.put("log of " + replica.client().service(), replica.process().log());
            String metrics = new Client(replica.management())
                    .request("GET", "/q/metrics")
                    .body();
            all.put("metrics of " + replica.client().service(), metrics);
        }
        return all;
    }

    /** As they are stored, and as JSON, for numbers. */
    private static String documents(String address) {
        StringBuilder all = new StringBuilder();
        try (MongoClient mongo = MongoClients.create(address)) {
            for (String database : mongo.listDatabaseNames()) {
                for (String name : mongo.getDatabase(database).listCollectionNames()) {
                    all.append(name).append('\n');
                    mongo.getDatabase(database)
                            .getCollection(name, RawBsonDocument.class)
                            .find()
                            .forEach(document -> append(all, document));
                }
            }
        }
        return all.toString();
    }

    private static void append(StringBuilder all, RawBsonDocument document) {
        all.append(ISO_8859_1.decode(document.getByteBuffer().asNIO())).append('\n');
        all.append(document.toJson()).append('\n');
    }

    /** What is in it now, and all that was ever written: the file of that has it as it came. */
    private static Map<String, String> redis(RedisProcess redis) {
        Vertx vertx = Vertx.vertx();
        try {
            Redis client = Redis.createClient(vertx, "redis://" + redis.address());
            Response keys = send(client, Request.cmd(Command.EVAL).arg(ALL_KEYS).arg(0));
            Path folder =
                    Path.of(send(client, Request.cmd(Command.CONFIG).arg("GET").arg("dir"))
                            .get("dir")
                            .toString());
            return Map.of("Redis", keys.toString(), "file of Redis", files(folder));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static Response send(Redis client, Request request) {
        return client.send(request).toCompletionStage().toCompletableFuture().join();
    }

    private static String files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(Leftovers::content).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
