package dev.latchkey.mail;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.settings.Settings;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Where mails go out, by the settings; closed if there is no mail server, and with it what needs mail. */
@Singleton
public final class Outbox {
    private static final Logger LOG = Logger.getLogger("latchkey.mail");

    private final Delivery delivery;
    private final MailSecrets secrets;
    private final MailLinks links;
    private final MailTexts texts;

    Outbox(Vertx vertx, Settings.Mail config, Mailbox mailbox, MailSecrets secrets, MailLinks links, MailTexts texts) {
        this.delivery = config.smtpUrl()
                .<Delivery>map(address -> new SmtpDelivery(vertx, address, config))
                .orElse(mailbox);
        this.secrets = secrets;
        this.links = links;
        this.texts = texts;
        if (!isOpen()) {
            LOG.info("SMTP_URL is not set: no mail is sent, and the routes that need it are 404");
        }
    }

    /** Whether mails go anywhere. */
    public boolean isOpen() {
        return delivery.isOpen();
    }

    /** {@code not_found} unless mails go anywhere: without them there is nothing here. */
    public void requireOpen() {
        if (!isOpen()) {
            throw new AuthException(AuthError.NOT_FOUND);
        }
    }

    /** Makes a mail anew, with its token and code, and delivers it. */
    CompletionStage<Void> send(Mail mail) {
        return delivery.deliver(mail, texts.render(mail.mailKind(), content(mail)));
    }

    private MailContent content(Mail mail) {
        return new MailContent(
                mail.name(),
                mail.to(),
                mail.languageOrNull(),
                mail.claim().map(claim -> links.of(claim.purpose(), secrets.token(claim))),
                mail.claim().filter(claim -> claim.purpose().hasCode()).map(secrets::code),
                mail.claim().map(MailClaim::expiresAt).orElse(null));
    }
}
