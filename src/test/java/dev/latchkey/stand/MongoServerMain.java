package dev.latchkey.stand;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;

/**
 * A server of MongoDB's protocol that keeps its data in a file. A write is answered only after it is in there, as a
 * MongoDB with a journal does it: H2 by itself would write each second.
 */
public final class MongoServerMain {

    private MongoServerMain() {}

    /** @param args the port, and the file; without one it keeps its data in memory */
    public static void main(String... args) {
        MongoBackend backend = args.length == 1 ? new IndexedMemoryBackend() : new Journaled(args[1]);
        new MongoServer(backend).bind("127.0.0.1", Integer.parseInt(args[0]));
    }

    private static final class Journaled extends H2Backend {

        Journaled(String file) {
            super(file);
        }

        /** One after the other, and copied: the server's own answers are the stored documents, which go on changing. */
        @Override
        public synchronized Document handleMessage(MongoMessage message) {
            Document answer = super.handleMessage(message).cloneDeeply();
            if (getMvStore().hasUnsavedChanges()) {
                commit();
            }
            return answer;
        }
    }
}
