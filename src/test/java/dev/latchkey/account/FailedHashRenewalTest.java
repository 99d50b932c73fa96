package dev.latchkey.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.mongodb.client.MongoClient;
import dev.latchkey.observe.TestAudit;
import dev.latchkey.password.TestPasswords;
import dev.latchkey.stand.OnFailingMongo;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
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

@QuarkusTest
@TestProfile(OnFailingMongo.class)
class FailedHashRenewalTest {
    private static final String PASSWORD = "pässwörd of 1999";
    private static final Logger LOGGER = Logger.getLogger(AccountService.class.getName());

    private static final int BAD_VALUE = 2;

    private final Captured log = new Captured();

    @Inject
    MongoClient mongo;

    @Inject
    UserStore users;

    @Inject
    EmailOwners owners;

    @Inject
    IssuedIdStore issuedIds;

    @Inject
    UserSweep sweep;

    @Inject
    PendingClaims claims;

    @Inject
    OwedMails owedMails;

    private AccountService accounts;

    @BeforeEach
    void capture() {
        accounts = new AccountService(
                users,
                owners,
                issuedIds,
                sweep,
                claims,
                owedMails,
                TestPasswords.policy(),
                TestPasswords.hasher(5),
                TestAudit.newEvents());
        LOGGER.addHandler(log);
    }

    @AfterEach
    void release() {
        OnFailingMongo.fail(mongo, "nothing", 0, 0);
        LOGGER.removeHandler(log);
    }

    @Test
    void isLoggedOnceWithTheIdOfTheUserAndNeverFailsTheLogin() {
        User user = new User();
        user.id = new ObjectId();
        user.email = "ada@example.com";
        user.password = BcryptUtil.bcryptHash(PASSWORD, 4);
        OnFailingMongo.fail(mongo, "update", BAD_VALUE, Integer.MAX_VALUE);
        assertSame(user, accounts.authenticate(Optional.of(user), PASSWORD).orElseThrow());
        assertEquals(
                List.of("WARN The password hash of user " + user.idAsText()
                        + " was not renewed: MongoCommandException"),
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
