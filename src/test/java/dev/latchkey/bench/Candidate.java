package dev.latchkey.bench;

import dev.latchkey.stand.ServerProcess;
import java.net.URI;
import java.util.List;

/** A service that is compared with others. */
interface Candidate extends AutoCloseable {

    String name();

    /** Starts it, once more after its end; returns when it listens. */
    ServerProcess start();

    /** Where it listens. */
    URI service();

    /** The lines of the file that wrk's script reads, for what this service has in place of our route; none if it has not. */
    List<String> lines(Route route);

    @Override
    void close();
}
