package dev.latchkey.observe;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * The security events: counted, and one log line each under a fixed name, but for those that come with each request. The
 * request id and the client's address come from the request under way. Never a token, a password or an email.
 */
@Singleton
public final class AuthEvents {
    /** Key of the client's address in the log's context; set for each request. */
    public static final String CLIENT_ADDRESS = "clientAddress";

    private static final Logger LOG = Logger.getLogger("latchkey.audit");

    private final EventCounters counters;

    public AuthEvents(EventCounters counters) {
        this.counters = counters;
    }

    public void registered(String userId) {
        counters.registered();
        log(Logger.Level.INFO, "registered", userId, null);
    }

    public void login(String userId, String sessionId) {
        counters.login();
        log(Logger.Level.INFO, "login", userId, sessionId);
    }

    /** @param userId the account that was tried; null if there is none with that email */
    public void loginFailed(String userId) {
        counters.loginFailed();
        log(Logger.Level.WARN, "login_failed", userId, null);
    }

    public void refreshed(String userId, String sessionId) {
        counters.refreshed();
        log(Logger.Level.INFO, "refreshed", userId, sessionId);
    }

    /** The previous refresh token came back within the grace: a second tab, or a response that was lost. */
    public void refreshReplayed(String userId, String sessionId) {
        counters.refreshReplayed();
        log(Logger.Level.INFO, "refresh_replayed", userId, sessionId);
    }

    /**
     * The same from another address or user agent than the one that got the new pair: a phone that changed networks, or
     * two who have the token.
     *
     * @param rotatedBy the address that got the new pair first
     */
    public void refreshReplayedByAnotherClient(String userId, String sessionId, String rotatedBy) {
        counters.refreshReplayedByAnotherClient();
        LOG.warnf(
                "event=refresh_replayed_by_another_client user=%s session=%s client=%s rotated_by=%s",
                userId, sessionId, MDC.get(CLIENT_ADDRESS), rotatedBy);
    }

    /** A rotated refresh token came back after the grace: somebody has stolen it, or kept it too long. */
    public void tokenReused(String userId, String sessionId) {
        counters.tokenReused();
        log(Logger.Level.WARN, "token_reused", userId, sessionId);
    }

    public void logout(String userId, String sessionId) {
        log(Logger.Level.INFO, "logout", userId, sessionId);
    }

    /** Every session of the user was ended; the one named is the one that asked for it. */
    public void logoutAll(String userId, String sessionId) {
        log(Logger.Level.INFO, "logout_all", userId, sessionId);
    }

    /**
     * A token was taken back, and its session ended.
     *
     * @param service who did that; null for whoever had the token
     */
    public void tokenRevoked(String userId, String sessionId, String service) {
        LOG.infof(
                "event=token_revoked user=%s session=%s service=%s client=%s",
                userId, sessionId, orDash(service), MDC.get(CLIENT_ADDRESS));
    }

    /** The session named goes on, all others of the user are over. */
    public void passwordChanged(String userId, String sessionId) {
        log(Logger.Level.INFO, "password_changed", userId, sessionId);
    }

    /** @param service whose key has changed them */
    public void rolesChanged(String userId, String service) {
        LOG.infof("event=roles_changed user=%s service=%s client=%s", userId, service, MDC.get(CLIENT_ADDRESS));
    }

    /** The user is gone, with all sessions. */
    public void userDeleted(String userId) {
        log(Logger.Level.INFO, "user_deleted", userId, null);
    }

    /** An address was shown to be the user's. */
    public void emailVerified(String userId) {
        log(Logger.Level.INFO, "email_verified", userId, null);
    }

    /** Somebody who has the mailbox says that the account is not theirs: it is gone. */
    public void registrationRejected(String userId) {
        log(Logger.Level.WARN, "registration_rejected", userId, null);
    }

    /** Somebody wants to set a password anew; whether there is such a user is not known yet. */
    public void recoveryRequested() {
        log(Logger.Level.INFO, "recovery_requested", null, null);
    }

    /** The password was set anew by mail, and every session is over. */
    public void passwordReset(String userId) {
        log(Logger.Level.INFO, "password_reset", userId, null);
    }

    public void emailChangeRequested(String userId, String sessionId) {
        log(Logger.Level.INFO, "email_change_requested", userId, sessionId);
    }

    public void emailChanged(String userId) {
        log(Logger.Level.INFO, "email_changed", userId, null);
    }

    /** The address before a change, or before one that was asked for, is back, and every session is over. */
    public void emailChangeUndone(String userId) {
        log(Logger.Level.WARN, "email_change_undone", userId, null);
    }

    /** Somebody has given a wrong code of a mail. */
    public void wrongCode(String userId) {
        log(Logger.Level.WARN, "wrong_code", userId, null);
    }

    /** Shows the mails from the start, at zero. */
    public void showMails() {
        counters.showMails();
    }

    /** A mail server has taken a mail. Counted only. */
    public void mailSent(String kind) {
        counters.mail("sent");
        LOG.debugf("event=mail_sent kind=%s", kind);
    }

    /** A mail could not be sent, and will be tried again. Counted only: that the server is away has its own line. */
    public void mailFailed(String kind) {
        counters.mail("failed");
        LOG.debugf("event=mail_failed kind=%s", kind);
    }

    /** A mail could not be sent, and is of no use any more. */
    public void mailUndeliverable(String kind, String userId) {
        counters.mail("undeliverable");
        LOG.warnf("event=mail_undeliverable kind=%s user=%s", kind, orDash(userId));
    }

    public void sessionEnded(String userId, String sessionId) {
        log(Logger.Level.INFO, "session_ended", userId, sessionId);
    }

    /** A service has shown its key. The access log tells which; a line more for each request would cost as much again. */
    public void serviceKeyUsed(String name, RoutingContext request) {
        counters.service(name, "accepted");
        request.put(RequestLog.SERVICE, name);
    }

    /** A service has shown its key, and lacks the scope for what it wants. */
    public void serviceLacksScope(String name, String scope) {
        counters.service(name, "insufficient_scope");
        LOG.warnf("event=service_lacks_scope service=%s scope=%s client=%s", name, scope, MDC.get(CLIENT_ADDRESS));
    }

    /** Somebody who should be a service has shown no key, or one that is wrong or expired. */
    public void serviceRefused() {
        counters.serviceRefused();
        LOG.warnf("event=service_refused client=%s", MDC.get(CLIENT_ADDRESS));
    }

    /** Shows the uses of these services' keys from the start, at zero. */
    public void showServices(Collection<String> names) {
        counters.showServices(names);
    }

    /**
     * A rate limit has refused an attempt.
     *
     * @param first whether it is the first of its window: those that follow have only their line in the access log
     */
    public void throttled(String limit, boolean first) {
        counters.throttled(limit);
        if (first) {
            LOG.warnf("event=throttled limit=%s client=%s", limit, MDC.get(CLIENT_ADDRESS));
        }
    }

    /** Shows the refusals of these limits from the start, at zero. */
    public void showThrottled(Collection<String> limits) {
        counters.showThrottled(limits);
    }

    /** The queue of password hashes and estimates is too long, or a place in it took too long. Counted only. */
    public void hashRefused() {
        counters.hashRefused();
    }

    /** So many entries were put on the deny-list for this reason. Counted only: what led to it has its own event. */
    public void revoked(String reason, int entries) {
        counters.revoked(reason, entries);
    }

    /** Shows the entries for these reasons from the start, at zero. */
    public void showRevocations(Collection<String> reasons) {
        counters.showRevocations(reasons);
    }

    /** The deny-list was asked, and a request waited so many nanoseconds. Timed only. */
    public void denyListChecked(String outcome, long nanos) {
        counters.denyListChecked(outcome, nanos);
    }

    /** Shows the checks with these outcomes from the start, at zero. */
    public void showDenyListChecks(Collection<String> outcomes) {
        counters.showDenyListChecks(outcomes);
    }

    /** A bucket of the deny-list is gone, or may lack entries: its access tokens issued before now are stale. */
    public void denyListLost(String bucket) {
        counters.denyListLost(1);
        LOG.warnf("event=denylist_lost bucket=%s", bucket);
    }

    /** The same, noticed by nobody's request: all buckets are looked at each second. */
    public void denyListLost(int buckets) {
        counters.denyListLost(buckets);
        LOG.warnf("event=denylist_lost buckets=%s", buckets);
    }

    /** At start the deny-list was not there: Redis is new, or has lost it. */
    public void denyListBegun(int buckets) {
        LOG.infof("event=denylist_begun buckets=%s", buckets);
    }

    /**
     * The clock of this replica has gone too far from Redis's, or has come back.
     *
     * @param offset how far it is ahead; negative if behind
     */
    public void clockOffset(Duration offset, boolean tooFar) {
        LOG.logf(
                tooFar ? Logger.Level.WARN : Logger.Level.INFO,
                "event=clock_offset milliseconds=%s",
                offset.toMillis());
    }

    private static void log(Logger.Level level, String event, String userId, String sessionId) {
        LOG.logf(
                level,
                "event=%s user=%s session=%s client=%s",
                event,
                orDash(userId),
                orDash(sessionId),
                MDC.get(CLIENT_ADDRESS));
    }

    private static String orDash(String id) {
        return id == null ? "-" : id;
    }
}
