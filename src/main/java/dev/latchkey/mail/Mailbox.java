package dev.latchkey.mail;

import dev.latchkey.settings.Settings;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Keeps mails in memory in place of sending them: dev mode shows them, tests read them. */
@Singleton
public final class Mailbox implements Delivery {
    private static final Logger LOG = Logger.getLogger("latchkey.mail");
    private static final int MOST = 50;

    private final boolean open;
    private final Deque<Received> mails = new ArrayDeque<>();

    Mailbox(Settings.Mail config) {
        open = config.mailbox();
    }

    /** A mail, as the demo page shows it. */
    @RegisterForReflection
    public record Received(String id, String kind, String to, String subject, String text, String html, Instant at) {

        /** Keeps address, link and code out of logs and messages. */
        @Override
        public String toString() {
            return "Received[not shown]";
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public CompletionStage<Void> deliver(Mail mail, MailText text) {
        Received received = new Received(
                mail.id(),
                mail.mailKind().label(),
                mail.to(),
                text.subject(),
                text.text(),
                text.html(),
                mail.createdAt());
        synchronized (mails) {
            mails.addFirst(received);
            if (mails.size() > MOST) {
                mails.removeLast();
            }
        }
        // Shown in dev mode alone, see application.properties.
        LOG.debugf("Mail to %s: %s%n%s", received.to(), received.subject(), received.text());
        return CompletableFuture.completedFuture(null);
    }

    /** The last mails, the newest first. */
    public List<Received> mails() {
        synchronized (mails) {
            return List.copyOf(mails);
        }
    }
}
