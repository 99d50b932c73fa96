package dev.latchkey.session;

import dev.latchkey.denylist.DenyList;
import dev.latchkey.denylist.Outdated;
import jakarta.inject.Singleton;
import java.util.List;

/** What becomes of the access tokens of a user whose roles have changed: nobody is signed out. */
@Singleton
public final class OutdatedTokens {
    private final SessionStore sessions;
    private final DenyList denyList;

    public OutdatedTokens(SessionStore sessions, DenyList denyList) {
        this.sessions = sessions;
        this.denyList = denyList;
    }

    /**
     * Makes all access tokens stale that tell of earlier roles; may be repeated. The sessions are told first: from then on
     * nothing is issued for a user who was read before the change. Only then is it seen how far each has come. The mark lasts as
     * long as the session: another replica may give access tokens a longer life than this one.
     *
     * @param rolesVersion of the change, which is stored already
     */
    public void outdate(String userId, int rolesVersion) {
        tellAll(userId, rolesVersion);
        List<Outdated> outdated = sessions.findNotConfirmed(userId).stream()
                .map(session -> new Outdated(session.id(), session.generation(), session.expiresAt()))
                .toList();
        for (int from = 0; from < outdated.size(); from += SessionEndings.BATCH) {
            denyList.outdate(outdated.subList(from, Math.min(from + SessionEndings.BATCH, outdated.size())));
        }
    }

    /** Until there is none, for the reason of {@link SessionEndings}. */
    private void tellAll(String userId, int rolesVersion) {
        long told;
        do {
            told = sessions.tellRolesVersion(userId, rolesVersion);
        } while (told > 0);
    }
}
