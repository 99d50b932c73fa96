package dev.latchkey.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.latchkey.TestUsers;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.password.PasswordPolicy;
import dev.latchkey.password.TestPasswords;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a login does to a hash of another kind than ours, or of another cost than is set: here 5. */
@QuarkusTest
class HashRenewalTest {
    private static final String PASSWORD = "pässwörd of 1999";

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

    @Inject
    PasswordPolicy policy;

    @Inject
    AuthEvents events;

    private MongoCollection<Document> collection;
    private AccountService accounts;

    @BeforeEach
    void open() {
        collection = mongo.getDatabase("latchkey").getCollection("User");
        accounts = new AccountService(
                users, owners, issuedIds, sweep, claims, owedMails, policy, TestPasswords.hasher(5), events);
    }

    @Test
    void renewsAHashOfALowerCost() {
        User user = userWith(hash("$2b$", 4));
        accounts.authenticate(Optional.of(user), PASSWORD).orElseThrow();
        String renewed = storedHash(user);
        assertTrue(renewed.startsWith("$2a$05$"), renewed);
        accounts.authenticate(accounts.find(user.email), PASSWORD).orElseThrow();
        assertEquals(renewed, storedHash(user));
    }

    @Test
    void renewsAHashOfAnotherKind() {
        User user = userWith(
                "$6$rounds=1000$saltsalt$k8RgVGyHPSINGIkoOR1t8whLSuvYveL5J2nrJeXcQzpudk0vI7QN.ek/EvsgvCbqSu0sn/VfYO0sQEKDHPTCd/");
        accounts.authenticate(Optional.of(user), PASSWORD).orElseThrow();
        assertTrue(storedHash(user).startsWith("$2a$05$"), storedHash(user));
        accounts.authenticate(accounts.find(user.email), PASSWORD).orElseThrow();
    }

    /** Half of a surrogate pair, as which Node encodes it. */
    @Test
    void renewsTheHashOfAPasswordThatHasNoFormInUtf8() {
        User user = userWith(BcryptUtil.bcryptHash("pass\ufffd", 4));
        accounts.authenticate(Optional.of(user), "pass\ud800").orElseThrow();
        assertTrue(storedHash(user).startsWith("$2a$05$"), storedHash(user));
        accounts.authenticate(accounts.find(user.email), "pass\ud800").orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6})
    void leavesAHashOfTheSameOrAHigherCostAlone(int cost) {
        String hash = hash("$2b$", cost);
        User user = userWith(hash);
        accounts.authenticate(Optional.of(user), PASSWORD).orElseThrow();
        assertEquals(hash, storedHash(user));
    }

    @Test
    void leavesTheHashAloneIfThePasswordIsWrong() {
        String hash = hash("$2a$", 4);
        User user = userWith(hash);
        Optional<User> found = Optional.of(user);
        assertTrue(accounts.authenticate(found, PASSWORD + "x").isEmpty());
        assertEquals(hash, storedHash(user));
    }

    @Test
    void neverOverwritesAPasswordThatWasChangedMeanwhile() {
        User user = userWith(hash("$2b$", 4));
        String changed = BcryptUtil.bcryptHash("another password", 4);
        collection.updateOne(Filters.eq(user.id), Updates.set("password", changed));
        accounts.authenticate(Optional.of(user), PASSWORD).orElseThrow();
        assertEquals(changed, storedHash(user));
    }

    @Test
    void changesNothingElse() {
        User user = userWith(hash("$2b$", 4));
        Document before = stored(user);
        accounts.authenticate(Optional.of(user), PASSWORD).orElseThrow();
        Document after = stored(user);
        assertNotEquals(before.remove("password"), after.remove("password"));
        assertEquals(before, after);
    }

    private User userWith(String hash) {
        String email = TestUsers.newEmail();
        collection.insertOne(new Document("email", email)
                .append("canonicalEmail", email)
                .append("name", "Grace")
                .append("password", hash)
                .append("theirs", 7));
        return accounts.find(email).orElseThrow();
    }

    private Document stored(User user) {
        ObjectId id = user.id;
        return collection.find(Filters.eq(id)).first();
    }

    private String storedHash(User user) {
        return stored(user).getString("password");
    }

    private static String hash(String version, int cost) {
        return version + BcryptUtil.bcryptHash(PASSWORD, cost).substring(4);
    }
}
