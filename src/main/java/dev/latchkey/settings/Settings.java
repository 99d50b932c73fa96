package dev.latchkey.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that can be set, and what it has to be like; {@code docs/settings.md} says what each is for.
 * {@code application.properties} maps the environment onto this tree, with the defaults, and each group is injected where
 * it is used. The check of a production start and its warnings follow from the annotations. So a new setting is a method
 * here, a line there and a row in the table.
 */
@RegisterForReflection
public interface Settings {
    /** RFC 7518 section 3.2: a key of at least the size of the hash. */
    int MIN_KEY_BYTES = 32;

    /**
     * Requests that hash, and those that wait for that or for others, take fewer than the 264 worker threads: some are
     * left for all else.
     */
    int MOST_HASHES_AT_ONCE = 64;

    /** Of TCP. */
    String LAST_PORT = "65535";

    /** Ten years, more or less: beyond all use, and short of where times overflow. */
    String LONGEST = "3650d";

    /** The parts of the tree. */
    List<Class<?>> GROUPS = List.of(
            Mongo.class,
            Redis.class,
            Tls.class,
            Token.class,
            AccessKeys.class,
            Session.class,
            Services.class,
            Password.class,
            Throttle.class,
            Http.class,
            Mail.class,
            Demo.class,
            Pages.class,
            Log.class,
            Traces.class,
            Start.class);

    /** MongoDB. */
    @ConfigMapping(prefix = "latchkey.mongo")
    interface Mongo {

        @Setting(name = "DATABASE_URL", required = true, form = Form.MONGODB_ADDRESS)
        @Unsafe(when = Hazard.LEAVES_THE_TLS_OF_MONGODB_UNCHECKED)
        @Unsafe(when = Hazard.SENDS_THE_PASSWORD_OF_MONGODB_IN_CLEAR)
        String address();

        @Setting(name = "MONGODB_TIMEOUT", form = Form.TIME_LIMIT, min = "1ms", max = "1m")
        Duration timeout();

        /** False for what knows no retryable writes. */
        @Setting(name = "MONGODB_RETRY_WRITES", form = Form.TRUE_OR_FALSE)
        boolean retryWrites();
    }

    /** Redis. */
    @ConfigMapping(prefix = "latchkey.redis")
    interface Redis {

        /** Read by {@link RedisAddresses}. */
        @Setting(name = "REDIS_HOST", required = true, form = Form.REDIS_ADDRESSES)
        @Unsafe(when = Hazard.SENDS_THE_PASSWORD_OF_REDIS_IN_CLEAR)
        String host();

        @Setting(name = "QUARKUS_REDIS_CLIENT_TYPE", form = Form.REDIS_TYPE)
        RedisType clientType();

        @Setting(name = "REDIS_TIMEOUT", form = Form.TIME_LIMIT, min = "1ms", max = "1m")
        Duration timeout();

        /** False for a managed Redis that hides its configuration. */
        @Setting(name = "REDIS_POLICY_CHECK", form = Form.TRUE_OR_FALSE)
        @Unsafe(when = Hazard.IS_FALSE, because = "leaves it to you that Redis never evicts: noeviction")
        boolean policyCheck();

        /** The oldest version that notices each loss. Not meant to be set. */
        String minVersion();

        /** How often the whole deny-list is looked at; zero for never. Not meant to be set. */
        Duration watchInterval();
    }

    /** TLS to the stores. */
    @ConfigMapping(prefix = "latchkey.tls")
    interface Tls {

        /** The authorities whose certificates both stores may show; else those of the Java runtime. */
        @Setting(name = "STORES_CA_FILE", form = Form.CA_FILE)
        Optional<String> caFile();
    }

    /** Tokens. */
    @ConfigMapping(prefix = "latchkey.token")
    interface Token {

        /** Signs and verifies access tokens. */
        @Setting(name = "JWT_ACCESS_KEY", required = true, form = Form.KEY)
        @Unsafe(when = Hazard.CAN_BE_GUESSED)
        String accessKey();

        /** Signs and verifies refresh tokens; not the access key. */
        @Setting(name = "JWT_REFRESH_KEY", required = true, form = Form.KEY)
        @Unsafe(when = Hazard.CAN_BE_GUESSED)
        String refreshKey();

        @Setting(name = "JWT_ACCESS_KEY_PREVIOUS", form = Form.KEY)
        @Unsafe(when = Hazard.CAN_BE_GUESSED)
        Optional<String> accessKeyPrevious();

        @Setting(name = "JWT_REFRESH_KEY_PREVIOUS", form = Form.KEY)
        @Unsafe(when = Hazard.CAN_BE_GUESSED)
        Optional<String> refreshKeyPrevious();

        @Setting(name = "JWT_ISSUER", form = Form.NAME)
        String issuer();

        /** Whom access tokens are for (RFC 9068); if not set, the issuer. */
        @Setting(name = "JWT_AUDIENCE", form = Form.NAME)
        String audience();

        /** For which client they are issued: all sign in to the same one. */
        @Setting(name = "JWT_CLIENT_ID", form = Form.NAME)
        String clientId();

        @Setting(name = "JWT_ACCESS_TTL", form = Form.DURATION, min = "1s", max = LONGEST)
        @Unsafe(
                when = Hazard.LONGER,
                than = "1h",
                because = "lets a stolen access token be used for that long: 15m will do")
        Duration accessTtl();

        @Setting(name = "JWT_REFRESH_TTL", form = Form.DURATION, min = "1s", max = LONGEST)
        @Unsafe(when = Hazard.LONGER, than = "400d", because = "keeps sessions that nobody uses: 30d will do")
        Duration refreshTtl();

        @Setting(name = "SESSION_MAX_AGE", form = Form.DURATION, min = "1m", max = LONGEST)
        Duration sessionMaxAge();

        /** The most that the cache of verified tokens takes up, in bytes; with 0 there is none. Not meant to be set. */
        long cacheBytes();
    }

    /** How access tokens are signed, and what others verify them with. */
    @ConfigMapping(prefix = "latchkey.access-keys")
    interface AccessKeys {

        @Setting(name = "JWT_ACCESS_ALG", form = Form.ACCESS_ALGORITHM)
        AccessAlgorithm algorithm();

        /** Private keys; their public ones are published, and verify, whatever signs. */
        @Setting(name = "JWT_KEYS_FILE", form = Form.FILE)
        Optional<String> file();
    }

    /** Sessions. */
    @ConfigMapping(prefix = "latchkey.session")
    interface Session {

        /** All of them are one answer of {@code GET /sessions}, and are read at each sign-in. */
        @Setting(name = "SESSIONS_PER_USER", form = Form.NUMBER, min = "1", max = "1000")
        int perUser();

        @Setting(name = "REFRESH_GRACE", form = Form.DURATION, min = "0s", max = LONGEST)
        @Unsafe(
                when = Hazard.LONGER,
                than = "5m",
                because = "lets a stolen refresh token be used for that long: 30s will do")
        Duration refreshGrace();
    }

    /** Services that ask about tokens, and change users. */
    @ConfigMapping(prefix = "latchkey.services")
    interface Services {

        @Setting(name = "SERVICE_KEYS", form = Form.SERVICE_KEYS)
        Optional<ServiceKeys> keys();
    }

    /** Passwords. */
    @ConfigMapping(prefix = "latchkey.password")
    interface Password {

        @Setting(name = "BCRYPT_COST", form = Form.NUMBER, min = "4", max = "31")
        @Unsafe(
                when = Hazard.NUMBER_LESS,
                than = "10",
                because = "is too low for hashes that may be stolen: 10 or more is safe")
        @Unsafe(
                when = Hazard.NUMBER_MORE,
                than = "14",
                because = "makes a login take more than a second of a core: 10 to 14 is usual")
        int bcryptCost();

        /** How many hashes and estimates may be under way; if not set, one for each core. */
        @Setting(name = "PASSWORD_HASHES_AT_ONCE", form = Form.NUMBER, min = "1", max = "" + MOST_HASHES_AT_ONCE)
        OptionalInt hashesAtOnce();

        /** With the service's name and {@code JWT_ISSUER}: what whoever guesses passwords begins with. */
        @Setting(name = "PASSWORD_CONTEXT_WORDS")
        List<String> contextWords();
    }

    /** Rate limits. */
    @ConfigMapping(prefix = "latchkey.throttle")
    interface Throttle {

        @Setting(name = "THROTTLE_ENABLED", form = Form.TRUE_OR_FALSE)
        @Unsafe(when = Hazard.IS_FALSE, because = "lets passwords be guessed, unless something in front throttles")
        boolean enabled();

        @Setting(name = "THROTTLE_LOGIN_PER_ADDRESS", form = Form.LIMIT)
        Limit loginPerAddress();

        @Setting(name = "THROTTLE_LOGIN_PER_ACCOUNT", form = Form.LIMIT)
        Limit loginPerAccount();

        @Setting(name = "THROTTLE_SESSION_PER_ADDRESS", form = Form.LIMIT)
        Limit sessionPerAddress();

        @Setting(name = "THROTTLE_SESSION_PER_ACCOUNT", form = Form.LIMIT)
        Limit sessionPerAccount();

        @Setting(name = "THROTTLE_REGISTER_PER_ADDRESS", form = Form.LIMIT)
        Limit registerPerAddress();

        @Setting(name = "THROTTLE_REFRESH_PER_ADDRESS", form = Form.LIMIT)
        Limit refreshPerAddress();

        @Setting(name = "THROTTLE_MAIL_PER_ADDRESS", form = Form.LIMIT)
        Limit mailPerAddress();

        /** For each kind of mail; what is more is not sent, and nobody is told. */
        @Setting(name = "THROTTLE_MAIL_PER_RECIPIENT", form = Form.LIMIT)
        Limit mailPerRecipient();

        @Setting(name = "THROTTLE_CODE_PER_ACCOUNT", form = Form.LIMIT)
        Limit codePerAccount();
    }

    /** The API and its clients. */
    @ConfigMapping(prefix = "latchkey.http")
    interface Http {

        @Setting(name = "PORT", form = Form.NUMBER, min = "0", max = LAST_PORT)
        int listenPort();

        /** Of health and metrics; not the same. */
        @Setting(name = "QUARKUS_MANAGEMENT_PORT", form = Form.NUMBER, min = "0", max = LAST_PORT)
        int managementListenPort();

        @Setting(name = "MAX_CONNECTIONS", form = Form.NUMBER, min = "1", max = "1000000")
        int maxConnections();

        @Setting(name = "SHUTDOWN_DELAY", form = Form.DURATION, min = "0s", max = LONGEST)
        @Unsafe(when = Hazard.LONGER, than = "1m", because = "makes each stop take that long: 5s will do")
        Duration shutdownDelay();

        @Setting(name = "TRUSTED_PROXIES", form = Form.ADDRESS_RANGES)
        @Unsafe(when = Hazard.NAMES_A_WIDE_RANGE)
        Optional<AddressRanges> trustedProxies();

        @Setting(name = "CORS_ORIGINS", form = Form.ORIGINS)
        @Unsafe(when = Hazard.NAMES_AN_ORIGIN_WITHOUT_TLS)
        Optional<Origins> corsOrigins();
    }

    /** Mail to users: without {@code SMTP_URL} there is none, nor what needs it. */
    @ConfigMapping(prefix = "latchkey.mail")
    interface Mail {

        @Setting(name = "SMTP_URL", form = Form.SMTP_ADDRESS)
        Optional<SmtpAddress> smtpUrl();

        @Setting(name = "MAIL_FROM", form = Form.SENDER)
        Optional<String> from();

        /** Where clients reach the service: what links begin with, never what a request says. */
        @Setting(name = "PUBLIC_URL", form = Form.PUBLIC_ADDRESS)
        Optional<URI> publicUrl();

        @Setting(name = "EMAIL_VERIFICATION", form = Form.EMAIL_VERIFICATION)
        EmailVerification emailVerification();

        /** A page of an application, in place of ours; so with the others. */
        @Setting(name = "LINK_VERIFY_URL", form = Form.PUBLIC_ADDRESS)
        Optional<URI> linkVerifyUrl();

        @Setting(name = "LINK_RECOVER_URL", form = Form.PUBLIC_ADDRESS)
        Optional<URI> linkRecoverUrl();

        @Setting(name = "LINK_EMAIL_URL", form = Form.PUBLIC_ADDRESS)
        Optional<URI> linkEmailUrl();

        @Setting(name = "LINK_UNDO_URL", form = Form.PUBLIC_ADDRESS)
        Optional<URI> linkUndoUrl();

        /** A folder of texts that replace ours. */
        @Setting(name = "MAIL_TEMPLATES", form = Form.FOLDER)
        Optional<String> templates();

        /** Whether mails are kept in memory and never sent: dev mode and tests. Not meant to be set. */
        boolean mailbox();
    }

    /** The demo page. */
    @ConfigMapping(prefix = "latchkey.demo")
    interface Demo {

        @Setting(name = "DEMO_ENABLED", form = Form.TRUE_OR_FALSE)
        @Unsafe(when = Hazard.IS_TRUE, because = "serves the demo page at /demo")
        boolean enabled();
    }

    /** The pages that links in mails lead to. */
    @ConfigMapping(prefix = "latchkey.pages")
    interface Pages {

        /** False for applications with pages of their own. */
        @Setting(name = "PAGES_ENABLED", form = Form.TRUE_OR_FALSE)
        boolean enabled();
    }

    /** The log. */
    @ConfigMapping(prefix = "latchkey.log")
    interface Log {

        @Setting(name = "LOG_JSON", form = Form.TRUE_OR_FALSE)
        boolean json();
    }

    /** OpenTelemetry. */
    @ConfigMapping(prefix = "latchkey.traces")
    interface Traces {

        @Setting(name = "OTEL_SDK_DISABLED", form = Form.TRUE_OR_FALSE)
        boolean disabled();

        @Setting(name = "OTEL_EXPORTER_OTLP_ENDPOINT", form = Form.HTTP_ADDRESS)
        String endpoint();
    }

    /** The start. */
    @ConfigMapping(prefix = "latchkey.start")
    interface Start {

        /**
         * How long it waits for the first attempt to prepare the stores. Not at all in production, where readiness tells;
         * in dev mode and in tests the first request comes at once, and finds all done. Not meant to be set.
         */
        Duration waitsForStores();
    }
}
