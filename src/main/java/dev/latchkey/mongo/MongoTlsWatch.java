package dev.latchkey.mongo;

import com.mongodb.connection.ServerDescription;
import com.mongodb.event.ServerDescriptionChangedEvent;
import com.mongodb.event.ServerListener;
import dev.latchkey.tls.TlsFault;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells at once that the TLS of MongoDB fails. Its driver goes on trying, so what an operation knows of it is that it
 * ran out of time.
 */
@Singleton
public final class MongoTlsWatch implements ServerListener {
    private static final Logger LOG = Logger.getLogger(MongoTlsWatch.class);

    private volatile Optional<String> fault = Optional.empty();

    /** What is wrong with the TLS of the server that was tried last. */
    Optional<String> fault() {
        return fault;
    }

    @Override
    public void serverDescriptionChanged(ServerDescriptionChangedEvent change) {
        ServerDescription server = change.getNewDescription();
        if (server.getException() == null && !server.isOk()) {
            // About to be tried again: nothing new is known.
            return;
        }
        Optional<String> now = Optional.ofNullable(server.getException()).flatMap(TlsFault::of);
        if (now.isPresent() && !now.equals(fault)) {
            LOG.errorf("MongoDB (DATABASE_URL), %s: %s", server.getAddress(), now.get());
        }
        fault = now;
    }
}
