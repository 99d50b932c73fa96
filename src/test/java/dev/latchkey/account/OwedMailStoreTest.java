package dev.latchkey.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.latchkey.mail.Mail;
import dev.latchkey.mail.MailKind;
import dev.latchkey.mail.MailSecrets;
import dev.latchkey.mail.Recipient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OwedMailStoreTest {
    /** So that nobody else moves them on. */
    private static final Instant LATER = Instant.now().plus(1, ChronoUnit.HOURS);

    @Inject
    UserStore users;

    @Inject
    OwedMailStore owed;

    private final User user = new User();

    @AfterEach
    void deleteUser() {
        users.deleteById(user.id);
    }

    /** A replica was stopped for so long that another one has moved the mails on, and the user is owed the next one. */
    @Test
    void leavesAMailThatHasTakenThePlaceOfTheOneThatWasTaken() {
        StoredUser taken = owe(notice());
        Mail next = notice();
        user.owes(next);
        users.update(user);
        owed.remove(taken);
        assertEquals(List.of(next.id()), owedIds());
    }

    @Test
    void removesWhatWasTaken() {
        owed.remove(owe(notice()));
        assertEquals(List.of(), owedIds());
        assertFalse(stored().containsKey(StoredUser.OWED_DUE_AT));
    }

    @Test
    void isNotDueAnyMoreOnceTwoWhoTookMailsAtATimeHaveRemovedThem() {
        StoredUser first = owe(notice());
        user.owedMails = List.of(user.owedMails.get(0), notice());
        users.update(user);
        StoredUser second = new StoredUser(stored());
        owed.remove(first);
        owed.remove(second);
        assertFalse(stored().containsKey(StoredUser.OWED_DUE_AT));
    }

    private StoredUser owe(Mail mail) {
        user.id = new ObjectId();
        user.email = user.id + "@mail.example";
        user.owes(mail);
        users.insert(user);
        return new StoredUser(stored());
    }

    private BsonDocument stored() {
        return users.collection()
                .find(new BsonDocument("_id", new BsonObjectId(user.id)))
                .first();
    }

    private List<String> owedIds() {
        return owed.of(user.id).stream()
                .map(mail -> mail.getString("_id").getValue())
                .toList();
    }

    private static Mail notice() {
        String email = "ada@mail.example";
        Recipient recipient = new Recipient("Ada", email, null, MailSecrets.digestOf(email));
        return Mail.notice(MailKind.PASSWORD_CHANGED, recipient, "0".repeat(24), LATER);
    }
}
