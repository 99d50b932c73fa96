package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import dev.latchkey.Parallel;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Load;
import dev.latchkey.stand.Stand;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.bson.Document;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An account with more sessions than anybody has: nothing that is asked of it grows with them. */
@Tag("faults")
class ManySessionsFaultIT {
    private static final int PILE = 20_000;
    private static final int PER_USER = 10;
    private static final int ROUNDS = 20;
    private static final int DEAF_CLIENTS = 44;

    @AutoClose
    private static final Stand STAND = Stand.inMemory(Map.of("SESSIONS_PER_USER", Integer.toString(PER_USER)));

    @Test
    void areListedInPartAndEndedAltogether() {
        SignedInUser user = STAND.one().register();
        List<String> pile = pileUp(user);
        Answer list = STAND.one().sessions(user.accessToken());
        assertEquals(200, list.status(), list::body);
        assertEquals(PER_USER, list.body().split("\"id\"", -1).length - 1);

        Answer all = STAND.two().logoutAll(user.accessToken());
        assertEquals(200, all.status(), all::body);
        try (MongoClient mongo = MongoClients.create(STAND.mongo().address())) {
            assertEquals(0, sessions(mongo).countDocuments(Filters.eq("deniedAt", null)));
        }
        assertTrue(denied() > PILE, () -> denied() + " entries");
        DeadTokens.refused(List.of(user), STAND.both());
        clear();
        System.out.printf(
                Locale.ROOT,
                "faults: %,d sessions of one user: listed %d in %d ms, all ended in %d ms%n",
                pile.size(),
                PER_USER,
                list.took().toMillis(),
                all.took().toMillis());
    }

    /** On two replicas: exactly as many are left as may be, and they are alive. */
    @Test
    void areNeverMoreThanTheLimitWhateverSignsInInParallel() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            SignedInUser user = STAND.one().register();
            List<Callable<Answer>> logins = new ArrayList<>();
            for (int i = 0; i < PER_USER; i++) {
                logins.add(() -> STAND.one().login(user.email()));
                logins.add(() -> STAND.two().login(user.email()));
            }
            List<SignedInUser> begun = Parallel.race(logins).stream()
                    .map(answer -> answer.signedIn(200, user.email()))
                    .toList();
            long alive = begun.stream()
                    .filter(session ->
                            STAND.two().details(session.accessToken()).status() == 200)
                    .count();
            assertEquals(PER_USER, alive);
        }
        System.out.printf(
                Locale.ROOT,
                "faults: %d rounds of %d parallel logins on two replicas: %d alive after each%n",
                ROUNDS,
                2 * PER_USER,
                PER_USER);
    }

    /** Each session that began before the call is over after its 200, whatever refreshes it meanwhile. */
    @Test
    void areAllOverThoughTheyAreRefreshedMeanwhile() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            SignedInUser caller = STAND.one().register();
            List<SignedInUser> issued = new CopyOnWriteArrayList<>(List.of(caller));
            try (Load refreshes = new Load()) {
                for (int i = 0; i < PER_USER - 1; i++) {
                    SignedInUser session = STAND.one().login(caller.email()).signedIn(200, caller.email());
                    issued.add(session);
                    refreshes.with(1, new Refreshes(session, issued));
                }
                assertEquals(200, STAND.two().logoutAll(caller.accessToken()).status());
                refreshes.stop();
            }
            DeadTokens.refused(issued, STAND.both());
        }
    }

    /** With as much of it as each connection takes, while it is not read: the heap of 256 MB has room for it. */
    @Test
    void areNoBurdenThoughManyAskForThemAndNeverRead() throws Exception {
        SignedInUser user = STAND.one().register();
        for (int i = 1; i < PER_USER; i++) {
            assertEquals(200, STAND.one().login(user.email()).status());
        }
        List<DeafClient> clients = new ArrayList<>();
        for (int i = 0; i < DEAF_CLIENTS; i++) {
            clients.add(new DeafClient(STAND.one(), user.accessToken()));
        }
        Instant end = Instant.now().plusSeconds(10);
        while (Instant.now().isBefore(end)) {
            clients.forEach(DeafClient::ask);
        }
        assertEquals(200, STAND.one().sessions(user.accessToken()).status());
        long asked = clients.stream().mapToLong(DeafClient::asked).sum();
        clients.forEach(DeafClient::close);
        assertEquals(200, STAND.one().sessions(user.accessToken()).status());
        System.out.printf(
                Locale.ROOT,
                "faults: %d clients that asked for %,d lists of sessions and read none: the service goes on%n",
                DEAF_CLIENTS,
                asked);
    }

    /** Asks again and again on one connection, as long as it takes anything, and never reads. */
    private static final class DeafClient {
        private final SocketChannel channel;
        private final ByteBuffer request;
        private long asked;
        private boolean refused;

        DeafClient(Client service, String accessToken) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(
                    service.service().getHost(), service.service().getPort()));
            channel.configureBlocking(false);
            String head = "GET /sessions HTTP/1.1\r\nHost: x\r\nauthorization: " + accessToken + "\r\n\r\n";
            request = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
        }

        void ask() {
            if (refused) {
                return;
            }
            try {
                channel.write(request);
                if (!request.hasRemaining()) {
                    request.rewind();
                    asked++;
                }
            } catch (IOException e) {
                refused = true;
            }
        }

        long asked() {
            return asked;
        }

        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One client that refreshes as fast as it can, until it is refused. */
    private static final class Refreshes implements Supplier<Answer> {
        private final List<SignedInUser> issued;
        private SignedInUser newest;

        Refreshes(SignedInUser session, List<SignedInUser> issued) {
            this.newest = session;
            this.issued = issued;
        }

        @Override
        public Answer get() {
            Answer answer = STAND.one().refresh(newest.refreshToken());
            if (answer.status() == 200) {
                newest = answer.renewed(newest);
                issued.add(newest);
            }
            return answer;
        }
    }

    private static List<String> pileUp(SignedInUser user) {
        Instant now = Instant.now().minusSeconds(60);
        List<Document> pile = new ArrayList<>();
        for (int i = 0; i < PILE; i++) {
            String id = TokenId.newSessionId(now);
            pile.add(new Document("_id", id)
                    .append("userId", user.id())
                    .append("generation", 0)
                    .append("refreshJti", TokenId.of(id, 0, TokenType.REFRESH))
                    .append("rotatedAt", Date.from(now))
                    .append("createdAt", Date.from(now))
                    .append("lastUsedAt", Date.from(now))
                    .append("expiresAt", Date.from(now.plus(Duration.ofDays(30))))
                    .append("signedInFrom", "127.0.0.1")
                    .append("ip", "127.0.0.1")
                    .append("userAgent", "pile"));
        }
        try (MongoClient mongo = MongoClients.create(STAND.mongo().address())) {
            sessions(mongo).insertMany(pile);
        }
        return pile.stream().map(session -> session.getString("_id")).toList();
    }

    /** The server of the tests reads all of them for each of the other users. */
    private static void clear() {
        try (MongoClient mongo = MongoClients.create(STAND.mongo().address())) {
            sessions(mongo).deleteMany(new Document());
        }
    }

    private static MongoCollection<Document> sessions(MongoClient mongo) {
        return mongo.getDatabase("latchkey").getCollection("Session");
    }

    private static long denied() {
        return Long.parseLong(STAND.redis().ask("DBSIZE").trim());
    }
}
