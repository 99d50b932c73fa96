package dev.latchkey.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.settings.Settings;
import dev.latchkey.settings.SmtpAddress;
import dev.latchkey.stand.SmtpStub;
import dev.latchkey.stand.SmtpStub.Fault;
import dev.latchkey.stand.SmtpStub.Step;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmtpDeliveryTest {
    private static final int MAILS = 400;

    private final SmtpStub stub = SmtpStub.start();
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        stub.close();
    }

    /** A server that refuses a mail is left, so that each has a connection of its own: what it greets with is never lost. */
    @Test
    void hearsWhatAServerSaysOnEachNewConnection() throws Exception {
        stub.failAt(Step.END_OF_DATA, new Fault.Reply("451 4.3.0 Try again later"));
        SmtpDelivery delivery = new SmtpDelivery(vertx, SmtpAddress.parse(stub.url()), config());
        ExecutorService senders = Executors.newFixedThreadPool(MailRelay.AT_ONCE);
        try {
            List<Callable<String>> sends = Collections.nCopies(MAILS, () -> failureOf(delivery));
            for (Future<String> failure : senders.invokeAll(sends, 1, TimeUnit.MINUTES)) {
                assertEquals("the mail server answers 451", failure.get());
            }
        } finally {
            senders.shutdownNow();
        }
        assertEquals(MAILS, stub.reached(Step.CONNECT));
    }

    private static String failureOf(SmtpDelivery delivery) {
        Recipient recipient = new Recipient("Ada", "ada@mail.example", null, MailSecrets.digestOf("ada@mail.example"));
        Mail mail = Mail.notice(MailKind.USER_DELETED, recipient, "0".repeat(24), Instant.EPOCH);
        try {
            delivery.deliver(mail, new MailText("subject", "text", "html"))
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
            return "none";
        } catch (CompletionException e) {
            return e.getCause().getMessage();
        }
    }

    private static Settings.Mail config() {
        return new SmallRyeConfigBuilder()
                .withMapping(Settings.Mail.class)
                .withDefaultValue("latchkey.mail.from", "no-reply@mail.example")
                .withDefaultValue("latchkey.mail.public-url", "https://auth.mail.example")
                .withDefaultValue("latchkey.mail.email-verification", "off")
                .withDefaultValue("latchkey.mail.mailbox", "false")
                .build()
                .getConfigMapping(Settings.Mail.class);
    }
}
