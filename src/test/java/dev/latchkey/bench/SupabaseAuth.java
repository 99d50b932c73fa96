package dev.latchkey.bench;

import dev.latchkey.stand.Ports;
import dev.latchkey.stand.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** supabase/auth, with a PostgreSQL of its own: JWT access tokens, rotating refresh tokens, bcrypt at cost 10. */
final class SupabaseAuth extends Peer {
    private static final String DATABASE = "/postgres?sslmode=disable&search_path=auth";
    /** By default it opens a new one for nearly each request. */
    private static final String CONNECTIONS = "32";

    private static final String JSON = "Content-Type: application/json|";

    private final Path folder;
    private final ServerProcess postgres;
    private ServerProcess process;

    SupabaseAuth(Path folder) {
        super(Ports.free());
        this.folder = folder;
        int port = Ports.free();
        this.postgres = new ServerProcess(
                "postgres", port, Map.of(), List.of("src/test/bench/postgres", Integer.toString(port)));
    }

    @Override
    public String name() {
        return "supabase-auth";
    }

    @Override
    public ServerProcess start() {
        Map<String, String> settings = Map.ofEntries(
                Map.entry("GOTRUE_API_HOST", "127.0.0.1"),
                Map.entry("PORT", Integer.toString(port())),
                Map.entry("API_EXTERNAL_URL", service().toString()),
                Map.entry("GOTRUE_SITE_URL", service().toString()),
                Map.entry("GOTRUE_JWT_SECRET", "only-for-the-benchmark-0123456789abcdef"),
                Map.entry("GOTRUE_MAILER_AUTOCONFIRM", "true"),
                Map.entry("GOTRUE_DB_DRIVER", "postgres"),
                Map.entry(
                        "GOTRUE_DB_MIGRATIONS_PATH",
                        folder.resolve("migrations").toString()),
                Map.entry("GOTRUE_DB_MAX_POOL_SIZE", CONNECTIONS),
                Map.entry("GOTRUE_DB_MAX_IDLE_POOL_SIZE", CONNECTIONS),
                Map.entry("DATABASE_URL", "postgres://postgres@127.0.0.1:" + postgres.port() + DATABASE));
        process = new ServerProcess(
                "supabase-auth",
                port(),
                settings,
                List.of(folder.resolve("auth").toString()));
        return process;
    }

    @Override
    String signUp() {
        return "/signup";
    }

    @Override
    public List<String> lines(Route route) {
        return switch (route) {
            case STATUS -> List.of("GET|/health|");
            case DETAILS -> each(account -> "GET|/user|authorization: Bearer " + member(account, "access_token") + "|");
            case LOGIN -> each(account -> "POST|/token?grant_type=password|" + JSON + credentials(account));
            case REFRESH ->
                Stream.concat(
                                Stream.of("POST|/token?grant_type=refresh_token|" + JSON
                                        + "{\"refresh_token\":\"TOKEN\"}"),
                                newAccounts(2 * Wrk.CONNECTIONS).stream()
                                        .map(account -> member(account, "refresh_token")))
                        .toList();
            default -> List.of();
        };
    }

    @Override
    public void close() {
        process.close();
        postgres.close();
    }
}
