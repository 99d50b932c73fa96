package dev.latchkey.mail;

import dev.latchkey.mail.Mailbox.Received;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The one way in which tests get a mail: as the recipient, from the mailbox. */
public final class TestMails {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
    private static final Pattern LINK = Pattern.compile("https?://\\S+#token=(\\S+)");
    private static final Pattern CODE = Pattern.compile("\\b(\\d{4}) ?(\\d{4})\\b");

    private TestMails() {}

    /** What a mail carries. */
    public record TestMail(Received mail, URI link, String token, String code) {}

    /** The last mail of this kind to this address; waits until there are so many. */
    public static TestMail await(Mailbox mailbox, MailKind kind, String to, int count) {
        Awaitility.await()
                .atMost(LONG_ENOUGH)
                .until(() -> all(mailbox, kind, to).size() >= count);
        return read(all(mailbox, kind, to).get(0));
    }

    /** The first mail of this kind to this address. */
    public static TestMail await(Mailbox mailbox, MailKind kind, String to) {
        return await(mailbox, kind, to, 1);
    }

    /** All mails of this kind to this address, the newest first. */
    public static List<Received> all(Mailbox mailbox, MailKind kind, String to) {
        return mailbox.mails().stream()
                .filter(mail -> mail.kind().equals(kind.label()) && mail.to().equals(to))
                .toList();
    }

    private static TestMail read(Received mail) {
        Matcher link = LINK.matcher(mail.text());
        boolean hasLink = link.find();
        Matcher code = CODE.matcher(mail.text());
        return new TestMail(
                mail,
                hasLink ? URI.create(link.group()) : null,
                hasLink ? link.group(1) : null,
                code.find() ? code.group(1) + code.group(2) : null);
    }
}
