package dev.latchkey.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The keys by which other services show who they are ({@code SERVICE_KEYS}). A name may have several, so that one can be
 * replaced while it is in use.
 */
@RegisterForReflection
public record ServiceKeys(List<Key> all) {
    /** None. */
    public static final ServiceKeys NONE = new ServiceKeys(List.of());

    /** The scope that lets a service change users. */
    public static final String USERS_WRITE = "users:write";

    private static final Set<String> SCOPES = Set.of(USERS_WRITE);

    /**
     * Reads the setting, such as {@code name=orders sha256=<64 hex digits> scopes=users:write
     * expires=2027-12-31T00:00:00Z; name=...}; {@link IllegalArgumentException} if it is something else.
     */
    public static ServiceKeys parse(CharSequence setting) {
        List<Key> keys = Arrays.stream(setting.toString().split(";"))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .map(Key::parse)
                .toList();
        if (keys.stream().map(Key::sha256).distinct().count() != keys.size()) {
            throw new IllegalArgumentException("one key twice");
        }
        return new ServiceKeys(keys);
    }

    /**
     * A key of a service.
     *
     * @param sha256  of the key in UTF-8, in lower-case hex
     * @param scopes  what it may do beyond introspection and revocation
     * @param expires from when on it is no key any more; {@link Instant#MAX} if it does not expire
     */
    @RegisterForReflection
    public record Key(String name, String sha256, Set<String> scopes, Instant expires) {
        private static final Set<String> FIELDS = Set.of("name", "sha256", "scopes", "expires");
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
        private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

        private static Key parse(String text) {
            Map<String, String> fields = fields(text);
            return new Key(
                    matching(NAME, fields.get("name")),
                    matching(SHA256, fields.get("sha256")),
                    fields.containsKey("scopes") ? scopes(fields.get("scopes")) : Set.of(),
                    fields.containsKey("expires") ? instant(fields.get("expires")) : Instant.MAX);
        }

        private static Map<String, String> fields(String text) {
            Map<String, String> fields = new HashMap<>();
            for (String field : text.split("\\s+")) {
                String[] parts = field.split("=", 2);
                if (parts.length != 2 || !FIELDS.contains(parts[0]) || fields.put(parts[0], parts[1]) != null) {
                    throw new IllegalArgumentException("not a field of a service key");
                }
            }
            return fields;
        }

        private static String matching(Pattern form, String value) {
            if (value == null || !form.matcher(value).matches()) {
                throw new IllegalArgumentException("not a name or a hash");
            }
            return value;
        }

        private static Set<String> scopes(String text) {
            Set<String> scopes = Set.of(text.split(",", -1));
            if (!SCOPES.containsAll(scopes)) {
                throw new IllegalArgumentException("not a scope");
            }
            return scopes;
        }

        private static Instant instant(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("not a time in UTC", e);
            }
        }
    }
}
