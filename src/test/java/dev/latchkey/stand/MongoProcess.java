package dev.latchkey.stand;

import java.io.File;
import java.util.List;
import java.util.Map;

/** A server of MongoDB's protocol that keeps its data when it is killed. */
public record MongoProcess(ServerProcess process) implements AutoCloseable {

    public static MongoProcess start() {
        int port = Ports.free();
        File file = new File(Folders.ofData("mongo"), "data.mv");
        List<String> command = List.of(
                "java",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                MongoServerMain.class.getName(),
                Integer.toString(port),
                file.toString());
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
