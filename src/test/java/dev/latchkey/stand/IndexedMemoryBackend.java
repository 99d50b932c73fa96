package dev.latchkey.stand;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Keeps all in memory, and finds a document by its id also if the query asks for more than that, as MongoDB does. The
 * server by itself would then read the whole collection, and a benchmark would measure that.
 */
final class IndexedMemoryBackend extends MemoryBackend {

    @Override
    public MemoryDatabase openOrCreateDatabase(String name) {
        return new IndexedDatabase(name, getCursorRegistry());
    }

    private static final class IndexedDatabase extends MemoryDatabase {

        IndexedDatabase(String name, CursorRegistry cursors) {
            super(name, cursors);
        }

        @Override
        protected MemoryCollection openOrCreateCollection(String name, CollectionOptions options) {
            return new IndexedCollection(this, name, options, cursorRegistry);
        }
    }

    private static final class IndexedCollection extends MemoryCollection {

        IndexedCollection(MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors) {
            super(database, name, options, cursors);
        }

        /** What is asked if no index fits the whole query. */
        @Override
        protected QueryResult matchDocuments(
                Document query, Document orderBy, int skip, int limit, int batchSize, Document fields) {
            Collection<?> ids = idsIn(query);
            if (ids.isEmpty()) {
                return super.matchDocuments(query, orderBy, skip, limit, batchSize, fields);
            }
            List<Document> matching = ids.stream()
                    .flatMap(id -> StreamSupport.stream(
                            queryDocuments(new Document("_id", id), null, 0, 0, 0, null)
                                    .spliterator(),
                            false))
                    .filter(document -> documentMatchesQuery(document, query))
                    .toList();
            return createQueryResult(matching, matching.size());
        }

        /** The one id, or the several, that are asked for. */
        private static Collection<?> idsIn(Document query) {
            return Stream.concat(Stream.of(query), clauses(query))
                    .map(clause -> clause.get("_id"))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(IndexedCollection::idsOf)
                    .orElse(List.of());
        }

        private static Collection<?> idsOf(Object condition) {
            if (condition instanceof Document operators) {
                return operators.get("$in") instanceof Collection<?> ids ? ids : List.of();
            }
            return List.of(condition);
        }

        private static Stream<Document> clauses(Document query) {
            return query.get("$and") instanceof Collection<?> all
                    ? all.stream().map(Document.class::cast)
                    : Stream.empty();
        }
    }
}
