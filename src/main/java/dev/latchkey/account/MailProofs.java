package dev.latchkey.account;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.mail.MailClaim;
import dev.latchkey.mail.MailFlow;
import dev.latchkey.mail.MailSecrets;
import dev.latchkey.mail.Purpose;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.throttle.Limited;
import dev.latchkey.throttle.Throttle;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.types.ObjectId;

/**
 * Checks what comes back by mail. A token or a flow that is none of ours is refused before any store is asked; one that is
 * unknown, used, expired, or for another address is {@code invalid_token}, all alike.
 */
@Singleton
public final class MailProofs {
    /** No user has this id. */
    private static final ObjectId NOBODY = new ObjectId("0".repeat(24));

    private final UserStore users;
    private final RecoveryRequestStore requests;
    private final MailSecrets secrets;
    private final Throttle throttle;
    private final AuthEvents events;

    MailProofs(
            UserStore users, RecoveryRequestStore requests, MailSecrets secrets, Throttle throttle, AuthEvents events) {
        this.users = users;
        this.requests = requests;
        this.secrets = secrets;
        this.throttle = throttle;
        this.events = events;
    }

    /** The claim that was sent; {@code invalid_token} if it does not hold, {@code too_many_requests} by wrong codes. */
    public Proven prove(Purpose purpose, MailProof proof) {
        return proof.isToken() ? byToken(purpose, proof.token()) : byCode(purpose, proof.flow(), proof.code());
    }

    private Proven byToken(Purpose purpose, String token) {
        MailClaim claim = secrets.read(token, purpose).orElseThrow(MailProofs::invalid);
        User user = read(claim.userId()).orElseThrow(MailProofs::invalid);
        return claims(user, purpose)
                .filter(claim::equals)
                .findFirst()
                .map(known -> new Proven(user, known))
                .orElseThrow(MailProofs::invalid);
    }

    private Proven byCode(Purpose purpose, String flow, String code) {
        MailFlow named = secrets.readFlow(flow, purpose).orElseThrow(MailProofs::invalid);
        return purpose == Purpose.RECOVERY ? byCodeOfRecovery(named, code) : byCodeOfUser(named, code);
    }

    private Proven byCodeOfUser(MailFlow flow, String code) {
        Optional<User> user = read(flow.userId());
        return checked(flow.purpose(), flow.userId(), user, code, flow.id());
    }

    /**
     * Of the address, with the same questions to MongoDB whether there is such a user or not: else the time would tell. Any
     * claim that is pending, since the flow is of the request.
     */
    private Proven byCodeOfRecovery(MailFlow flow, String code) {
        RecoveryRequest request = requests.find(flow.id()).orElseThrow(MailProofs::invalid);
        Optional<User> user = read(Objects.requireNonNullElse(request.userId(), NOBODY))
                .filter(found -> request.email().equals(CanonicalEmail.of(found.email)));
        return checked(Purpose.RECOVERY, MailSecrets.digestOf(request.email()), user, code, null);
    }

    /** @param id of the claim; null for any */
    private Proven checked(Purpose purpose, String who, Optional<User> user, String code, String id) {
        try (Attempt attempt = throttle.begin(Limited.CODE_PER_ACCOUNT, purpose.label() + ":" + who)) {
            Optional<Proven> proven = user.stream()
                    .flatMap(found -> claims(found, purpose).map(claim -> new Proven(found, claim)))
                    .filter(candidate ->
                            id == null || id.equals(candidate.claim().id()))
                    .filter(candidate -> secrets.isCodeOf(candidate.claim(), code))
                    .findFirst();
            if (proven.isEmpty()) {
                attempt.count();
                events.wrongCode(user.map(User::idAsText).orElse(null));
                throw invalid();
            }
            return proven.get();
        }
    }

    /** Only those that were sent to where they have to be: the address that the user has, but for the new or old one. */
    private static Stream<MailClaim> claims(User user, Purpose purpose) {
        boolean toOwn = purpose == Purpose.VERIFICATION || purpose == Purpose.RECOVERY;
        String own = MailSecrets.digestOf(CanonicalEmail.of(user.email));
        return user.usable(purpose)
                .map(pending -> pending.claim(purpose, user))
                .filter(claim -> !toOwn || claim.address().equals(own));
    }

    private Optional<User> read(String userId) {
        return read(new ObjectId(userId));
    }

    private Optional<User> read(ObjectId userId) {
        return users.read(userId).filter(StoredUser::isUsable).map(StoredUser::user);
    }

    private static AuthException invalid() {
        return new AuthException(AuthError.INVALID_TOKEN);
    }
}
