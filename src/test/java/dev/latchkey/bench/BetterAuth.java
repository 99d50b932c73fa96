package dev.latchkey.bench;

import dev.latchkey.stand.Folders;
import dev.latchkey.stand.Ports;
import dev.latchkey.stand.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** better-auth on Node: sessions in cookies and SQLite, passwords hashed by scrypt, as it is by default. */
final class BetterAuth extends Peer {
    private final Path folder;
    private final String database = Folders.ofData("better-auth") + "/database";
    private ServerProcess process;

    BetterAuth(Path folder) {
        super(Ports.free());
        this.folder = folder;
    }

    @Override
    public String name() {
        return "better-auth";
    }

    @Override
    public ServerProcess start() {
        String server = folder.resolve("better-auth.mjs").toString();
        process = new ServerProcess(
                "better-auth",
                port(),
                Map.of("NODE_ENV", "production"),
                List.of("node", server, Integer.toString(port()), database));
        return process;
    }

    @Override
    String signUp() {
        return "/api/auth/sign-up/email";
    }

    @Override
    public List<String> lines(Route route) {
        return switch (route) {
            case STATUS -> List.of("GET|/api/auth/ok|");
            case DETAILS -> each(account -> "GET|/api/auth/get-session|cookie: " + cookie(account) + "|");
            case LOGIN ->
                each(account -> "POST|/api/auth/sign-in/email|Content-Type: application/json|" + credentials(account));
            default -> List.of();
        };
    }

    private static String cookie(Account account) {
        String cookie = account.signedUp().headers().firstValue("set-cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    @Override
    public void close() {
        process.close();
    }
}
