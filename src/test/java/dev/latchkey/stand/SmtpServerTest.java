package dev.latchkey.stand;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.stand.SmtpServer.Received;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That a mail is read as its recipient reads it. */
class SmtpServerTest {

    @Test
    void readsMailsOfOneRecipient() {
        try (SmtpServer server = SmtpServer.start();
                SmtpClient client = new SmtpClient(config(server))) {
            String link = "https://auth.example.com/account/verify#token=a-b_c1";
            for (String to : List.of("ada@example.com", "grace@example.com")) {
                MailMessage mail =
                        new MailMessage("latchkey@example.com", to, "Grüße", "Open\n" + link + "\nor 1234 5678");
                client.send(mail.setHtml("<p>Grüße</p>")).join();
            }
            Received mail = server.awaitOneTo("grace@example.com");
            assertEquals(1, server.to("grace@example.com").size());
            assertEquals(2, server.all().size());
            assertEquals("Grüße", mail.subject());
            assertEquals(link, mail.link());
            assertEquals("a-b_c1", mail.token());
            assertEquals("12345678", mail.code());
            assertEquals("<p>Grüße</p>", mail.html().strip());
        }
    }

    private static MailConfig config(SmtpServer server) {
        URI address = URI.create(server.url());
        return new MailConfig().setHostname(address.getHost()).setPort(address.getPort());
    }
}
