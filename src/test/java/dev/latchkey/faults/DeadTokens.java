package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What becomes of tokens that must not be accepted any more. */
final class DeadTokens {
    private static final Set<String> REFUSALS = Set.of("revoked_token", "stale_token", "reused_token");

    private DeadTokens() {}

    /** Presents all of them to each replica. An answer that leaves it open, like a 503, is no proof and fails, too. */
    static String refused(Collection<SignedInUser> users, List<Client> replicas) {
        Map<String, Integer> codes = new TreeMap<>();
        for (SignedInUser user : users) {
            for (Client replica : replicas) {
                count(codes, replica.details(user.accessToken()));
                count(codes, replica.refresh(user.refreshToken()));
            }
        }
        int total = codes.values().stream().mapToInt(Integer::intValue).sum();
        assertEquals(2 * users.size() * replicas.size(), total);
        return String.format(Locale.ROOT, "0 of %,d accepted %s", total, codes);
    }

    private static void count(Map<String, Integer> codes, Answer answer) {
        assertTrue(answer.status() == 403 && REFUSALS.contains(answer.code()), answer::toString);
        codes.merge(answer.code(), 1, Integer::sum);
    }
}
