package dev.latchkey.stand;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server of MongoDB's protocol that keeps its data when it is killed. */
public record MongoProcess(ServerProcess process) implements AutoCloseable {

    public static MongoProcess start() {
        int port = Ports.free();
        File file = new File(Folders.ofData("mongo"), "data.mv");
        return start(port, "-Xmx256m", file.toString());
    }

    /** One that keeps nothing, for benchmarks: it takes the least of the machine. */
    public static MongoProcess startInMemory() {
        return start(Ports.free(), "-Xmx2g");
    }

    private static MongoProcess start(int port, String memory, String... file) {
        List<String> command = new ArrayList<>(List.of(
                "java",
                memory,
                "-XX:+UseSerialGC",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                MongoServerMain.class.getName(),
                Integer.toString(port)));
        command.addAll(List.of(file));
        return new MongoProcess(new ServerProcess("mongo", port, Map.of(), command));
    }

    /** Its address, with the name of the database. */
    public String address() {
        return "mongodb://127.0.0.1:" + process.port() + "/latchkey";
    }

    @Override
    public void close() {
        process.close();
    }
}
