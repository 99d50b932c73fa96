package dev.latchkey.startup;

import dev.latchkey.account.OwedMails;
import dev.latchkey.account.RecoveryRequests;
import dev.latchkey.account.RefusedUsers;
import dev.latchkey.account.UserSweep;
import dev.latchkey.account.UserWatch;
import dev.latchkey.denylist.DenyListWatch;
import dev.latchkey.mongo.Database;
import dev.latchkey.session.SessionStore;
import dev.latchkey.settings.Settings;
import dev.latchkey.tls.TlsFault;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Makes what the promises rest on, the indexes of MongoDB and the epochs of the deny-list, and tries again until it is
 * there: a service without it is not ready, but it runs and says why.
 */
@Singleton
@Readiness
public final class StorePreparation implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(StorePreparation.class);
    private static final int RETRY_SECONDS = 1;
    private static final Optional<String> NOT_YET = Optional.of("not prepared yet");

    private final Database database;
    private final UserSweep users;
    private final UserWatch userWatch;
    private final RefusedUsers refusedUsers;
    private final OwedMails owedMails;
    private final RecoveryRequests recoveries;
    private final SessionStore sessions;
    private final DenyListWatch denyListWatch;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private final CountDownLatch firstAttempt = new CountDownLatch(1);
    private final Settings.Start config;
    private volatile Optional<String> fault = NOT_YET;

    public StorePreparation(
            Database database,
            UserSweep users,
            UserWatch userWatch,
            RefusedUsers refusedUsers,
            OwedMails owedMails,
            RecoveryRequests recoveries,
            SessionStore sessions,
            DenyListWatch denyListWatch,
            Settings.Start config) {
        this.database = database;
        this.users = users;
        this.userWatch = userWatch;
        this.refusedUsers = refusedUsers;
        this.owedMails = owedMails;
        this.recoveries = recoveries;
        this.sessions = sessions;
        this.denyListWatch = denyListWatch;
        this.config = config;
    }

    void start(@Observes StartupEvent start) throws InterruptedException {
        worker.execute(this::prepare);
        firstAttempt.await(config.waitsForStores().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Has something done once the stores were tried, whether they are there or not: what it tells of them comes first. */
    void afterFirstAttempt(Runnable next) {
        worker.execute(next);
    }

    void stop(@Observes ShutdownEvent stop) {
        worker.shutdownNow();
    }

    void prepare() {
        try {
            prepareStores();
            reportReady();
        } catch (RuntimeException e) {
            if (!worker.isShutdown()) {
                reportOnce(e.getMessage());
                worker.schedule(this::prepare, RETRY_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            firstAttempt.countDown();
        }
    }

    /** The deny-list first: from then on it is watched, also while MongoDB is down and only {@code /verify} answers. */
    private void prepareStores() {
        attempt("Redis (REDIS_HOST)", denyListWatch::prepare);
        attempt("MongoDB (DATABASE_URL)", database::open);
        attempt("MongoDB (DATABASE_URL)", sessions::prepare);
        attempt("MongoDB (DATABASE_URL)", users::prepare);
        attempt("MongoDB (DATABASE_URL)", owedMails::start);
        attempt("MongoDB (DATABASE_URL)", recoveries::start);
        userWatch.start();
    }

    private static void attempt(String store, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            throw new IllegalStateException(store + ": " + TlsFault.of(e).orElseGet(() -> messageOf(e)), e);
        }
    }

    private static String messageOf(RuntimeException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    }

    private void reportOnce(String message) {
        if (!fault.equals(Optional.of(message))) {
            LOG.errorf("Not ready: %s", message);
        }
        fault = Optional.of(message);
    }

    /** Only to whom the opposite was told: it is what everybody else expects. */
    private void reportReady() {
        if (!fault.equals(NOT_YET)) {
            LOG.info("Ready: Redis and MongoDB answer and are prepared");
        }
        fault = Optional.empty();
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("Stores are prepared").status(fault.isEmpty());
        fault.ifPresent(message -> response.withData("fault", message));
        if (fault.isPresent() && users.usersSoFar() > 0) {
            response.withData("users looked at", users.usersSoFar());
        }
        List<String> refused = refusedUsers.now();
        if (!refused.isEmpty()) {
            response.withData("refused users", String.join("; ", refused));
        }
        return response.build();
    }
}
