package dev.latchkey.signin.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.mail.MailKind;
import dev.latchkey.mail.Mailbox;
import dev.latchkey.mail.TestMails;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a request for recovery asks of MongoDB: by that, and the time of it, nobody finds out whether there is a user. */
@QuarkusTest
class RecoveryCommandsTest {
    private static final int REQUESTS = 20;
    private static final Queue<String> COMMANDS = new ConcurrentLinkedQueue<>();

    /** Sees the commands of all threads that answer requests, and not those of what is done later. Quarkus takes it for being one. */
    public static class Listener implements CommandListener {

        @Override
        public void commandStarted(CommandStartedEvent event) {
            if (Thread.currentThread().getName().startsWith("executor-thread")) {
                COMMANDS.add(event.getCommandName() + " "
                        + event.getCommand().getString(event.getCommandName()).getValue());
            }
        }
    }

    @Inject
    Mailbox mailbox;

    @Test
    void areTheSameForAnybody() {
        SignedInUser unverified = TestUsers.register();
        SignedInUser verified = TestUsers.register();
        String token = TestMails.await(mailbox, MailKind.VERIFICATION, verified.email())
                .token();
        TestUsers.confirmVerification(verified.accessToken(), Map.of("token", token))
                .then()
                .statusCode(200);
        List<String> ofNobody = commandsOf(TestUsers.newEmail());
        assertEquals(
                IntStream.range(0, REQUESTS)
                        .mapToObj(i -> "insert RecoveryRequest")
                        .toList(),
                ofNobody);
        assertEquals(ofNobody, commandsOf(unverified.email()));
        assertEquals(ofNobody, commandsOf(verified.email()));
    }

    private static List<String> commandsOf(String email) {
        COMMANDS.clear();
        for (int i = 0; i < REQUESTS; i++) {
            TestUsers.recover(email).then().statusCode(202);
        }
        return List.copyOf(COMMANDS);
    }
}
