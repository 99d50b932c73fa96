package dev.latchkey.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/** Reads the file of {@code STORES_CA_FILE}. */
public final class Certificates {
    private Certificates() {}

    /** Reads a PEM file; {@link IllegalArgumentException} if it can't be read, or holds anything but certificates. */
    public static Collection<? extends Certificate> read(String file) {
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("not a PEM file of certificates", e);
        }
    }
}
