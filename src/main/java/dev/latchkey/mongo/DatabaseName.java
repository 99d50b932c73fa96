package dev.latchkey.mongo;

import com.mongodb.ConnectionString;
import io.quarkus.mongodb.panache.common.MongoDatabaseResolver;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Takes the name of the database from the connection string, where the original has it. */
@Singleton
public final class DatabaseName implements MongoDatabaseResolver {
    private static final String BY_DNS = "mongodb+srv://";
    private static final String PLAIN = "mongodb://";

    /** What MongoDB takes for the name of a database, on all systems. */
    private static final Pattern FORM = Pattern.compile("[^/\\\\. \"$*<>:|?\\p{Cntrl}]{1,63}");

    private final String name;

    public DatabaseName(@ConfigProperty(name = "quarkus.mongodb.connection-string") String connectionString) {
        this.name = in(connectionString);
    }

    /** The name of the database. */
    @Override
    public String resolve() {
        return name;
    }

    /** Whether DNS has to be asked for the servers. */
    public static boolean asksDns(String connectionString) {
        return connectionString.startsWith(BY_DNS);
    }

    /**
     * The name of the database in a connection string, null if there is none. Asks no DNS, which may be down at the
     * start: the driver would, to read an address with {@code mongodb+srv}, so it is given the same without its options
     * as a plain one.
     *
     * @throws IllegalArgumentException if it is no connection string, or names what can be no database: of {@code a.b}
     *     the driver would take {@code a}
     */
    public static String in(String connectionString) {
        ConnectionString address = new ConnectionString(withoutDns(connectionString));
        String name = address.getDatabase();
        if (address.getCollection() != null
                || name != null && !FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a database");
        }
        return name;
    }

    /** The same address, or for one that asks DNS a plain one with the same database. */
    public static String withoutDns(String connectionString) {
        return asksDns(connectionString)
                ? PLAIN + withoutOptions(connectionString.substring(BY_DNS.length()))
                : connectionString;
    }

    private static String withoutOptions(String address) {
        int options = address.indexOf('?');
        return options < 0 ? address : address.substring(0, options);
    }
}
