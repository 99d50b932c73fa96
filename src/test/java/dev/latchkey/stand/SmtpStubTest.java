package dev.latchkey.stand;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.stand.SmtpStub.Fault;
import dev.latchkey.stand.SmtpStub.Received;
import dev.latchkey.stand.SmtpStub.Step;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the mail server of the tests fails as it is told to, seen by the client that the service has. */
class SmtpStubTest {
    private static final String TO = "ada@example.com";

    private final SmtpStub stub = SmtpStub.start();
    private final SmtpClient client = new SmtpClient(new MailConfig()
            .setHostname("127.0.0.1")
            .setPort(stub.port())
            .setStarttls(StartTLSOptions.DISABLED)
            .setLogin(LoginOption.REQUIRED)
            .setUsername("latchkey")
            .setPassword("secret"));

    @AfterEach
    void close() {
        client.close();
        stub.close();
    }

    @Test
    void takesMailsAsTheyCome() {
        send(TO).join();
        send("grace@example.com").join();
        assertEquals(
                List.of(List.of(TO), List.of("grace@example.com")),
                stub.accepted().stream().map(Received::to).toList());
        Received first = stub.received().get(0);
        assertEquals("latchkey@example.com", first.from());
        assertTrue(first.data().contains("\r\nSubject: Hello\r\n"), first.data());
        // RFC 5321 section 4.5.2: a dot at the beginning of a line comes twice.
        assertTrue(first.data().endsWith("\r\n\r\n..a line that begins with a dot"), first.data());
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void answersWithAnErrorAtAnyStep(Step step) {
        stub.failAt(step, new Fault.Reply("451 4.3.0 Later"));
        Throwable failure = failureOf(send(TO));
        if (step == Step.MAIL || step == Step.RCPT || step == Step.DATA || step == Step.END_OF_DATA) {
            assertEquals(451, assertInstanceOf(SMTPException.class, failure).getReplyCode());
        }
        assertEquals(List.of(), stub.accepted());
        stub.recover();
        send(TO).join();
        assertEquals(1, stub.accepted().size());
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void hangsAtAnyStep(Step step) {
        stub.failAt(step, new Fault.Hang());
        CompletableFuture<?> sent = send(TO);
        await().until(() -> stub.reached(step) == 1);
        assertFalse(sent.isDone());
        stub.recover();
        assertTold(step, failureOf(sent));
        assertEquals(List.of(), stub.accepted());
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void hangsUpAtAnyStep(Step step) {
        stub.failAt(step, new Fault.HangUp());
        assertTold(step, failureOf(send(TO)));
        assertEquals(step == Step.END_OF_DATA ? 1 : 0, stub.received().size());
        assertEquals(List.of(), stub.accepted());
    }

    /** The client never tells of a connection that ends before the greeting: whoever uses it needs a time limit. */
    private static void assertTold(Step step, Throwable failure) {
        assertEquals(step == Step.CONNECT, failure instanceof TimeoutException, failure::toString);
    }

    @Test
    void refusesOneRecipient() {
        stub.failAtRecipient(TO, new Fault.Reply("550 5.1.1 Unknown"));
        assertEquals(
                550, assertInstanceOf(SMTPException.class, failureOf(send(TO))).getReplyCode());
        send("grace@example.com").join();
        assertEquals(1, stub.accepted().size());
    }

    @Test
    void refusesConnectionsUntilItIsBack() {
        send(TO).join();
        stub.refuse();
        failureOf(send(TO));
        stub.recover();
        send(TO).join();
        assertEquals(2, stub.accepted().size());
    }

    private CompletableFuture<?> send(String to) {
        return client.send(new MailMessage("latchkey@example.com", to, "Hello", ".a line that begins with a dot"));
    }

    private static Throwable failureOf(CompletableFuture<?> sent) {
        return assertThrows(CompletionException.class, () -> sent.orTimeout(5, TimeUnit.SECONDS)
                        .join())
                .getCause();
    }
}
