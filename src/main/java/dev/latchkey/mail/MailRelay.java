package dev.latchkey.mail;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.mongo.Watch;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.observe.Gauges;
import dev.latchkey.observe.StoreLog;
import dev.latchkey.throttle.Limited;
import dev.latchkey.throttle.Throttle;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Sends the mails that are due, each by one replica at a time: it holds a lease while it tries. A mail that a replica has
 * sent without living to note it is sent once more, and is the same then. What fails is tried again until the mail is of no
 * use any more. No request ever waits for it.
 */
@Singleton
public final class MailRelay {
    /** How many mails are on their way at a time. */
    static final int AT_ONCE = 16;

    private static final Logger LOG = Logger.getLogger(MailRelay.class);

    /** Longer than a try can take, which is for {@link Delivery} to bound. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** After which the wait is the longest. */
    private static final int MOST_DOUBLINGS = 6;

    private static final Duration END = Duration.ofSeconds(5);

    private final MailStore mails;
    private final Outbox outbox;
    private final Throttle throttle;
    private final AuthEvents events;
    private final Clock clock;
    private final StoreLog log = new StoreLog("The mail server");
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Watch watch = new Watch("mails", this::sendAllDue);
    private final ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE);

    /**
     * Whether there was no connection at the last try: then one mail at a time finds out when there is one again. A server
     * that takes connections, and then says nothing, may do so with one mail only.
     */
    private volatile boolean unreachable;

    public MailRelay(MailStore mails, Outbox outbox, Throttle throttle, AuthEvents events, Gauges gauges, Clock clock) {
        this.mails = mails;
        this.outbox = outbox;
        this.throttle = throttle;
        this.events = events;
        this.clock = clock;
        log.answers();
        gauges.watchMailServer(() -> !unreachable);
        events.showMails();
    }

    /** Begins to send, and goes on until the service stops; may be repeated. */
    public void start() {
        watch.start();
    }

    /** Has the mails looked for at once, since there is one. */
    public void wake() {
        watch.wake();
    }

    /** What is on its way may arrive: a mail that is interrupted would be sent twice. */
    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        watch.stop();
        senders.shutdown();
        senders.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sendAllDue() {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = sendNext();
        }
    }

    /** Begins to send the next mail; false if there is none, or the server has to be found first. */
    private boolean sendNext() {
        boolean alone = unreachable;
        int taken = alone ? AT_ONCE : 1;
        if (!takePlaces(taken)) {
            return false;
        }
        Optional<Mail> next = Optional.empty();
        try {
            Instant now = clock.instant();
            next = mails.take(now, now.plus(LEASE));
            next.ifPresent(mail -> senders.execute(() -> sendAndRelease(mail, taken)));
        } finally {
            if (next.isEmpty()) {
                places.release(taken);
            }
        }
        return next.isPresent() && !alone;
    }

    /** False if the service stops. */
    private boolean takePlaces(int count) {
        try {
            places.acquire(count);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void sendAndRelease(Mail mail, int taken) {
        try {
            sendUnlessTooLateOrTooMany(mail);
        } catch (AuthException e) {
            LOG.debugf(e, "A mail of kind %s will be tried again", mail.kind());
        } catch (RuntimeException e) {
            LOG.errorf(e, "A mail of kind %s will be tried again", mail.kind());
        } finally {
            places.release(taken);
        }
    }

    private void sendUnlessTooLateOrTooMany(Mail mail) {
        if (!clock.instant().isBefore(mail.expiresAt())) {
            giveUp(mail);
        } else if (isTooMany(mail)) {
            mails.remove(mail);
        } else {
            send(mail);
        }
    }

    /**
     * Counted once for each mail, at its first try: one that Redis did not count was none. Nobody is told: else one could
     * find out to whom mails are sent.
     */
    private boolean isTooMany(Mail mail) {
        if (mail.attempts() > 1) {
            return false;
        }
        try {
            throttle.count(Limited.MAIL_PER_RECIPIENT, mail.mailKind().label() + ":" + mail.address());
            return false;
        } catch (AuthException e) {
            if (e.error() != AuthError.TOO_MANY_REQUESTS) {
                mails.giveBack(mail, clock.instant().plus(SHORTEST_WAIT));
                throw e;
            }
            return true;
        }
    }

    private void send(Mail mail) {
        try {
            outbox.send(mail).toCompletableFuture().get();
        } catch (ExecutionException e) {
            failed(mail, e.getCause());
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        serverAnswers();
        mails.remove(mail);
        events.mailSent(mail.mailKind().label());
    }

    private void failed(Mail mail, Throwable cause) {
        events.mailFailed(mail.mailKind().label());
        if (cause instanceof RefusedMailException refused) {
            serverAnswers();
            if (refused.isFinal()) {
                giveUp(mail);
                return;
            }
            mails.putOff(mail, clock.instant().plus(waitAfter(mail.attempts())));
        } else {
            unreachable = cause instanceof ConnectException || cause instanceof UnknownHostException;
            log.fails(cause.getClass().getSimpleName() + ": " + cause.getMessage());
            mails.putOff(mail, clock.instant().plus(unreachable ? SHORTEST_WAIT : waitAfter(mail.attempts())));
        }
    }

    private void serverAnswers() {
        unreachable = false;
        log.answers();
    }

    private void giveUp(Mail mail) {
        mails.remove(mail);
        events.mailUndeliverable(mail.mailKind().label(), mail.userId());
    }

    private static Duration waitAfter(int attempts) {
        Duration wait = SHORTEST_WAIT.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }
}
