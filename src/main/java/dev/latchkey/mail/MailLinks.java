package dev.latchkey.mail;

import dev.latchkey.settings.Settings;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;

/** Where the links of mails lead: by the settings alone, whatever the headers of a request say. */
@Singleton
final class MailLinks {
    private final Settings.Mail config;

    MailLinks(Settings.Mail config) {
        this.config = config;
    }

    /** The page for a purpose. The token is in the fragment, which no browser sends to a server (RFC 9110 section 4.2.5). */
    URI of(Purpose purpose, String token) {
        return URI.create(page(purpose) + "#token=" + token);
    }

    private String page(Purpose purpose) {
        return switch (purpose) {
            case VERIFICATION -> page(config.linkVerifyUrl(), "verify");
            case RECOVERY -> page(config.linkRecoverUrl(), "recover");
            case EMAIL_CHANGE -> page(config.linkEmailUrl(), "email");
            case EMAIL_UNDO -> page(config.linkUndoUrl(), "undo");
        };
    }

    private String page(Optional<URI> own, String ours) {
        return own.map(URI::toString).orElseGet(() -> {
            String base = config.publicUrl().orElseThrow().toString();
            return base + (base.endsWith("/") ? "" : "/") + "account/" + ours;
        });
    }
}
