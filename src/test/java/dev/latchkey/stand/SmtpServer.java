package dev.latchkey.stand;

import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A mail server that takes mail for everybody, and lets tests read it. */
public final class SmtpServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final GreenMail server =
            new GreenMail(new ServerSetup(Ports.free(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private SmtpServer() {
        server.start();
    }

    public static SmtpServer start() {
        return new SmtpServer();
    }

    /** For {@code SMTP_URL}. */
    public String url() {
        return "smtp://127.0.0.1:" + server.getSmtp().getPort();
    }

    /** What has come so far, the oldest first. */
    public List<Received> all() {
        return Stream.of(server.getReceivedMessages()).map(Received::new).toList();
    }

    /** The same, for one recipient. */
    public List<Received> to(String email) {
        return all().stream().filter(mail -> mail.header("To").contains(email)).toList();
    }

    /** The one that comes for this recipient, if there was none before. */
    public Received awaitOneTo(String email) {
        return awaitTo(email, 1).get(0);
    }

    /** Waits until so many have come for this recipient since the start. */
    public List<Received> awaitTo(String email, int count) {
        return await("mail").atMost(PATIENCE).until(() -> to(email), mails -> mails.size() >= count);
    }

    /** A mail as its recipient reads it. */
    public record Received(MimeMessage message) {
        private static final Pattern LINK = Pattern.compile("https?://\\S+#token=([\\w.~-]+)");
        private static final Pattern CODE = Pattern.compile("\\b(\\d{4})[ -]?(\\d{4})\\b");

        /** Decoded; empty if there is none. */
        public String header(String name) {
            try {
                String[] values = message.getHeader(name);
                return values == null ? "" : MimeUtility.decodeText(String.join(", ", values));
            } catch (MessagingException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        public String subject() {
            return header("Subject");
        }

        /** The plain text, decoded. */
        public String text() {
            return part(message, "text/plain");
        }

        public String html() {
            return part(message, "text/html");
        }

        /** The one in the text. */
        public String link() {
            return found(LINK).group();
        }

        /** That of the link. */
        public String token() {
            return found(LINK).group(1);
        }

        /** The 8 digits in the text. */
        public String code() {
            Matcher code = found(CODE);
            return code.group(1) + code.group(2);
        }

        public boolean hasCode() {
            return CODE.matcher(text()).find();
        }

        private Matcher found(Pattern pattern) {
            Matcher matcher = pattern.matcher(text());
            if (!matcher.find()) {
                throw new IllegalStateException("There is none in the mail.");
            }
            return matcher;
        }

        private static String part(Part part, String type) {
            try {
                if (part.isMimeType(type)) {
                    return (String) part.getContent();
                }
                if (part.getContent() instanceof Multipart parts) {
                    for (int i = 0; i < parts.getCount(); i++) {
                        String found = part(parts.getBodyPart(i), type);
                        if (!found.isEmpty()) {
                            return found;
                        }
                    }
                }
                return "";
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
