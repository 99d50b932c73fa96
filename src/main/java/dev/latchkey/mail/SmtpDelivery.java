package dev.latchkey.mail;

import dev.latchkey.settings.Settings;
import dev.latchkey.settings.SmtpAddress;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Sends mails to the server of {@code SMTP_URL}, with the client of quarkus-mailer. It is set up here, since Quarkus has
 * no setting for how long a server may say nothing: those connections that hang would be all there are, for ever.
 */
final class SmtpDelivery implements Delivery {
    private static final int CONNECT_MILLIS = 5_000;

    /** Some look for viruses before they answer (RFC 5321 section 4.5.3.2.6); not so long that one holds up all others. */
    private static final int SILENCE_SECONDS = 40;

    private static final int TIME_LIMIT_SECONDS = 45;

    /** Longer than what is under way can take. */
    private static final int END_MILLIS = 60_000;

    private final Vertx vertx;

    /** For all that is sent: what a server greets with is lost on a connection that another thread still makes ready. */
    private final Context context;

    private final MailConfig clientConfig;
    private final String from;
    private final String host;
    private volatile MailClient client;

    SmtpDelivery(Vertx vertx, SmtpAddress address, Settings.Mail config) {
        this.vertx = vertx;
        context = vertx.getOrCreateContext();
        clientConfig = clientConfig(address);
        client = MailClient.create(vertx, clientConfig);
        from = config.from().orElseThrow();
        host = config.publicUrl().orElseThrow().getHost();
    }

    private static MailConfig clientConfig(SmtpAddress address) {
        MailConfig config = new MailConfig()
                .setHostname(address.host())
                .setPort(address.port())
                .setSsl(address.tls())
                .setStarttls(startTls(address))
                .setLogin(address.user() == null ? LoginOption.DISABLED : LoginOption.REQUIRED)
                .setMaxPoolSize(MailRelay.AT_ONCE)
                .setKeepAliveTimeout(SILENCE_SECONDS)
                .setKeepAliveTimeoutUnit(TimeUnit.SECONDS);
        config.setConnectTimeout(CONNECT_MILLIS);
        config.setIdleTimeout(SILENCE_SECONDS);
        config.setIdleTimeoutUnit(TimeUnit.SECONDS);
        config.setHostnameVerificationAlgorithm("HTTPS");
        return address.user() == null
                ? config
                : config.setUsername(address.user()).setPassword(address.password());
    }

    /** Whoever is in between could leave STARTTLS out, and read the password. */
    private static StartTLSOptions startTls(SmtpAddress address) {
        if (address.tls()) {
            return StartTLSOptions.DISABLED;
        }
        return address.user() == null || address.isLocal() ? StartTLSOptions.OPTIONAL : StartTLSOptions.REQUIRED;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public CompletionStage<Void> deliver(Mail mail, MailText text) {
        MailClient used = client;
        return send(used, SmtpMessage.of(mail, text, from, host))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)
                .<Void>thenApply(sent -> null)
                .exceptionally(failure -> fail(used, failure));
    }

    private Future<MailResult> send(MailClient used, MailMessage message) {
        Promise<MailResult> sent = Promise.promise();
        context.runOnContext(now -> Future.succeededFuture()
                .compose(begin -> used.sendMail(message))
                .onComplete(sent));
        return sent.future();
    }

    private Void fail(MailClient used, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof SMTPException reply) {
            throw new RefusedMailException(reply.getReplyCode());
        }
        if (cause instanceof IllegalArgumentException) {
            throw new RefusedMailException(RefusedMailException.NO_ADDRESS);
        }
        replace(used);
        throw new CompletionException(cause);
    }

    /**
     * After a connection was lost in the middle of a mail its place in the pool is not given back: the next mails would wait
     * for it. What is under way by the same client goes on.
     */
    private synchronized void replace(MailClient used) {
        if (client == used) {
            client = MailClient.create(vertx, clientConfig);
            vertx.setTimer(END_MILLIS, over -> used.close());
        }
    }
}
