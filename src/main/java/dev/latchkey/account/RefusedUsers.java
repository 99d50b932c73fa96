package dev.latchkey.account;

import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Tells a person, in the log and with readiness, whom the service refuses: by their ids, never by their emails. */
@Singleton
public final class RefusedUsers {
    private static final Logger LOG = Logger.getLogger(RefusedUsers.class);
    private static final int MOST_REMEMBERED = 1_000;

    private final Set<String> told = Collections.synchronizedSet(Collections.newSetFromMap(new Remembered()));
    private volatile List<String> now = List.of();

    /** Logs, once, that a document can't be used. */
    void tell(StoredUser unusable) {
        if (told.add(unusable.id().toString())) {
            LOG.warnf(
                    "The user with the _id %s is refused: a field of the document is not of the type it must be",
                    unusable.idForLog());
        }
    }

    /** Logs, once, that two users have the same email. */
    void tell(StoredUser first, StoredUser second) {
        String ids = idsOf(List.of(first, second));
        if (told.add(ids)) {
            LOG.warnf(
                    "The users %s have the same email: none of them can sign in until one is deleted or gets another",
                    ids);
        }
    }

    /** Those of one email, or a document that can't be used, each as text; some of them, if there are many. */
    public List<String> now() {
        return now;
    }

    void are(List<List<StoredUser>> groups) {
        now = groups.stream().map(RefusedUsers::idsOf).toList();
    }

    private static String idsOf(List<StoredUser> users) {
        return users.stream().map(StoredUser::idForLog).sorted().collect(Collectors.joining(" and "));
    }

    /** So that one who writes many such documents does not fill the memory. */
    private static final class Remembered extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }
}
