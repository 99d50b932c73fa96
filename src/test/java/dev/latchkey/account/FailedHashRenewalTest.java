package dev.latchkey.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.latchkey.audit.TestAudit;
import dev.latchkey.password.TestPasswords;
import io.quarkus.elytron.security.common.BcryptUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.bson.types.ObjectId;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Outside of Quarkus the store reaches no database, so each of its calls fails. */
class FailedHashRenewalTest {
    private static final String PASSWORD = "pässwörd of 1999";
    private static final Logger LOGGER = Logger.getLogger(AccountService.class.getName());

    private final Captured log = new Captured();
    private final AccountService accounts =
            new AccountService(new UserStore(), TestPasswords.policy(), TestPasswords.hasher(5), TestAudit.newEvents());

    @BeforeEach
    void capture() {
        LOGGER.addHandler(log);
    }

    @AfterEach
    void release() {
        LOGGER.removeHandler(log);
    }

    @Test
    void isLoggedOnceWithTheIdOfTheUserAndNeverFailsTheLogin() {
        User user = new User();
        user.id = new ObjectId();
        user.email = "ada@example.com";
        user.password = BcryptUtil.bcryptHash(PASSWORD, 4);
        assertSame(user, accounts.authenticate(Optional.of(user), PASSWORD));
        assertEquals(
                List.of("WARN The password hash of user " + user.idAsText()
                        + " was not renewed: IllegalStateException"),
                log.lines);
    }

    private static final class Captured extends Handler {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void publish(LogRecord logged) {
            lines.add(new PatternFormatter("%p %s").format(ExtLogRecord.wrap(logged)));
        }

        @Override
        public void flush() {
            // nothing is buffered
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
