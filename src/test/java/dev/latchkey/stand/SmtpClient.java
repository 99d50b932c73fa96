package dev.latchkey.stand;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import java.util.concurrent.CompletableFuture;

/**
 * The client that the service has, used as there: all on one context, since what a server greets with is lost on a
 * connection that another thread still makes ready.
 */
final class SmtpClient implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final MailClient client;

    SmtpClient(MailConfig config) {
        client = MailClient.create(vertx, config);
    }

    CompletableFuture<MailResult> send(MailMessage mail) {
        CompletableFuture<MailResult> sent = new CompletableFuture<>();
        context.runOnContext(
                now -> client.sendMail(mail).onSuccess(sent::complete).onFailure(sent::completeExceptionally));
        return sent;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
