package dev.latchkey.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.ext.mail.mailencoder.EmailAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpMessageTest {

    /** The client would take what stands in front of a bracket for a name, and send the mail to what is in it. */
    @ParameterizedTest
    @ValueSource(strings = {"name<victim@mail.example>", "a<b@mail.example", "a>b@mail.example", "a,b@mail.example"})
    void goesToNobodyIfTheAddressCouldBeReadAsAnother(String address) {
        assertThrows(IllegalArgumentException.class, () -> recipientOf(address));
    }

    @Test
    void goesToTheAddressAsItIs() {
        assertEquals("ada@mail.example", recipientOf("ada@mail.example"));
        assertEquals("ada@mail.example(.other.example)", recipientOf("ada@mail.example(.other.example)"));
    }

    /** As the client reads it, before it asks the server. */
    private static String recipientOf(String address) {
        Recipient recipient = new Recipient("Ada", address, null, MailSecrets.digestOf(address));
        Mail mail = Mail.notice(MailKind.USER_DELETED, recipient, "0".repeat(24), Instant.EPOCH);
        return new EmailAddress(SmtpMessage.of(mail, new MailText("s", "t", "h"), "from@mail.example", "mail.example")
                        .getTo()
                        .get(0))
                .getEmail();
    }
}
