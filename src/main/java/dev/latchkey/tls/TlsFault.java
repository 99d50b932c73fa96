package dev.latchkey.tls;

import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.PKIXReason;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What is wrong with the TLS of a store, told from a connection that failed. */
public final class TlsFault {
    private static final Pattern OTHER_NAME = Pattern.compile("(No subject alternative|No name matching).*");
    private static final Pattern NO_TLS = Pattern.compile("(Unsupported or unrecognized SSL message|not an SSL/TLS).*");

    private TlsFault() {}

    /** In words that an operator can act on; empty if it did not fail for TLS. */
    public static Optional<String> of(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .toList();
        return causes.stream().anyMatch(SSLException.class::isInstance)
                ? Optional.of(describe(causes))
                : Optional.empty();
    }

    private static String describe(List<Throwable> causes) {
        if (causes.stream().anyMatch(TlsFault::isExpired)) {
            return "its certificate has expired";
        }
        if (causes.stream().anyMatch(TlsFault::isUntrusted)) {
            return "its certificate is of an authority that is not trusted: name that in STORES_CA_FILE";
        }
        if (causes.stream().anyMatch(cause -> cause instanceof CertificateException && says(cause, OTHER_NAME))) {
            return "its certificate is for another host than the one that is asked";
        }
        if (causes.stream().anyMatch(cause -> cause instanceof NotSslRecordException || says(cause, NO_TLS))) {
            return "does not speak TLS at this port";
        }
        return "TLS failed: " + causes.get(causes.size() - 1).getMessage();
    }

    private static boolean isExpired(Throwable cause) {
        return cause instanceof CertificateExpiredException
                || cause instanceof CertPathValidatorException path && path.getReason() == BasicReason.EXPIRED;
    }

    private static boolean isUntrusted(Throwable cause) {
        return cause instanceof CertPathBuilderException
                || cause instanceof CertPathValidatorException path
                        && (path.getReason() == PKIXReason.NO_TRUST_ANCHOR
                                || path.getReason() == BasicReason.INVALID_SIGNATURE);
    }

    private static boolean says(Throwable cause, Pattern message) {
        return cause.getMessage() != null && message.matcher(cause.getMessage()).matches();
    }
}
