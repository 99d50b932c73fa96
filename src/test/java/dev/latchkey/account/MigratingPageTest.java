package dev.latchkey.account;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/migrating.md says is added to the database of the original, and its script that removes it all. */
@QuarkusTest
class MigratingPageTest {
    private static final Path PAGE = Path.of("docs", "migrating.md");
    private static final Set<String> OF_THE_ORIGINAL =
            Set.of(StoredUser.ID, StoredUser.EMAIL, StoredUser.NAME, StoredUser.PASSWORD);

    @Inject
    MongoClient mongo;

    private MongoDatabase database;

    @BeforeEach
    void storeAUser() {
        TestUsers.register();
        database = mongo.getDatabase("latchkey");
    }

    @Test
    void namesAllFieldsOfUsers() throws IOException {
        assertEquals(addedFields(), names("`User\\.(\\w+)`", section("What stays, and what is added")));
    }

    @Test
    void namesAllCollections() throws IOException {
        assertEquals(addedCollections(), names("\\| collection `(\\w+)`", section("What stays, and what is added")));
    }

    @Test
    void theWayBackRemovesAllFieldsOfUsers() throws IOException {
        assertEquals(addedFields(), fieldsThatTheScriptRemoves());
    }

    @Test
    void theWayBackRemovesAllCollections() throws IOException {
        assertEquals(addedCollections(), names("(?m)^db\\.(\\w+)\\.drop\\(\\);$", section("The way back")));
    }

    /** It drops those on the fields that it removes, or on a part of one. */
    @Test
    void theWayBackDropsAllIndexesOfUsers() throws IOException {
        Set<String> indexed = indexKeys(UserStore.COLLECTION)
                .map(key -> key.split("\\.")[0])
                .filter(field -> !OF_THE_ORIGINAL.contains(field))
                .collect(toCollection(TreeSet::new));
        assertTrue(fieldsThatTheScriptRemoves().containsAll(indexed), indexed::toString);
    }

    @Test
    void operationsNamesWhatIsIndexed() throws IOException {
        String operations = Files.readString(Path.of("docs", "operations.md"));
        String indexes = names("(?ms)^- \\*\\*Indexes\\*\\*: (.*?)^- ", operations)
                .iterator()
                .next();
        Set<String> missing = Stream.concat(addedCollections().stream(), Stream.of(UserStore.COLLECTION))
                .flatMap(this::indexKeys)
                .filter(key -> !key.equals(StoredUser.ID))
                .filter(key -> !indexes.contains("`" + key + "`"))
                .collect(toCollection(TreeSet::new));
        assertEquals(Set.of(), missing);
    }

    private static Set<String> addedFields() {
        return Stream.of(StoredUser.class.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
                .map(MigratingPageTest::value)
                .filter(field -> !OF_THE_ORIGINAL.contains(field))
                .collect(toCollection(TreeSet::new));
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Set<String> addedCollections() {
        Set<String> collections = database.listCollectionNames().into(new TreeSet<>());
        collections.remove(UserStore.COLLECTION);
        return collections;
    }

    private Stream<String> indexKeys(String collection) {
        return StreamSupport.stream(
                        database.getCollection(collection).listIndexes().spliterator(), false)
                .flatMap(index -> index.get("key", Document.class).keySet().stream());
    }

    private static Set<String> fieldsThatTheScriptRemoves() throws IOException {
        String fields = names("(?s)\nconst fields = \\[(.*?)\\];", section("The way back"))
                .iterator()
                .next();
        return names("'(\\w+)'", fields);
    }

    private static String section(String heading) throws IOException {
        return Files.readString(PAGE).split("(?m)^## " + heading + "$", 2)[1].split("(?m)^## ", 2)[0];
    }

    private static Set<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(name -> name.group(1))
                .collect(toCollection(TreeSet::new));
    }
}
