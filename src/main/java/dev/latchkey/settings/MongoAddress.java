package dev.latchkey.settings;

import com.mongodb.ConnectionString;
import java.util.regex.Pattern;

/** Reads {@code DATABASE_URL}: a connection string of MongoDB, with the name of the database. */
public final class MongoAddress {
    private static final String BY_DNS = "mongodb+srv://";
    private static final String PLAIN = "mongodb://";

    /** What MongoDB takes for the name of a database, on all systems. */
    private static final Pattern DATABASE = Pattern.compile("[^/\\\\. \"$*<>:|?\\p{Cntrl}]{1,63}");

    private MongoAddress() {}

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
    public static String database(String connectionString) {
        ConnectionString address = new ConnectionString(withoutDns(connectionString));
        String name = address.getDatabase();
        if (address.getCollection() != null
                || name != null && !DATABASE.matcher(name).matches()) {
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
