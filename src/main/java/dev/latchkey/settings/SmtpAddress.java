package dev.latchkey.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The mail server ({@code SMTP_URL}).
 *
 * @param tls      whether the connection begins with TLS ({@code smtps}, RFC 8314 section 3.3), not with STARTTLS
 * @param user     null if the server asks for none
 * @param password null if the server asks for none
 */
@RegisterForReflection
public record SmtpAddress(String host, int port, boolean tls, String user, String password) {
    /** By scheme: submission, with STARTTLS and with TLS. */
    private static final Map<String, Integer> PORTS = Map.of("smtp", 587, "smtps", 465);

    /**
     * Reads the setting, such as {@code smtp://user:password@host:587}; {@link IllegalArgumentException} if it is
     * something else.
     */
    public static SmtpAddress parse(CharSequence setting) {
        URI address = URI.create(setting.toString());
        Integer port = PORTS.get(String.valueOf(address.getScheme()));
        if (port == null || address.getHost() == null || hasMore(address)) {
            throw new IllegalArgumentException("not an address of a mail server");
        }
        String[] login = address.getRawUserInfo() == null ? new String[2] : login(address.getRawUserInfo());
        return new SmtpAddress(
                address.getHost(),
                address.getPort() < 0 ? port : address.getPort(),
                "smtps".equals(address.getScheme()),
                login[0],
                login[1]);
    }

    private static boolean hasMore(URI address) {
        return !(address.getRawPath().isEmpty() || address.getRawPath().equals("/"))
                || address.getRawQuery() != null
                || address.getRawFragment() != null;
    }

    private static String[] login(String userInfo) {
        String[] parts = userInfo.split(":", 2);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new IllegalArgumentException("a user and a password");
        }
        return new String[] {decoded(parts[0]), decoded(parts[1])};
    }

    /** A plus stands for itself, as in every URL but for a form. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Whether the server is on this machine, so that nobody is in between. */
    public boolean isLocal() {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /** Keeps the password out of logs and messages. */
    @Override
    public String toString() {
        return "SmtpAddress[" + host + ":" + port + "]";
    }
}
