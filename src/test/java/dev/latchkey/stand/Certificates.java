package dev.latchkey.stand;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A private certificate authority, and what it signs; made by openssl. */
public record Certificates(Path folder) {
    private static final String NEW_KEY = "-newkey rsa:2048 -nodes";

    /** A new authority. */
    public static Certificates ofNewAuthority() {
        Certificates certificates =
                new Certificates(Folders.ofData("certificates").toPath());
        certificates.openssl("req -x509 " + NEW_KEY + " -keyout ca.key -out ca.pem -days 30 -subj /CN=ca");
        return certificates;
    }

    /** The PEM file of the authority. */
    public Path authority() {
        return folder.resolve("ca.pem");
    }

    /**
     * The PEM file of a new certificate; its key is in a file of the same name that ends with {@code .key}, and both are
     * in one that ends with {@code .both}.
     *
     * @param host whose certificate it is
     * @param days how long it is valid; if negative, it has expired
     */
    public Path issue(String name, String host, int days) {
        try {
            openssl("req " + NEW_KEY + " -keyout " + name + ".key -out " + name + ".csr -subj /CN=" + name);
            Files.writeString(folder.resolve(name + ".ext"), "subjectAltName=DNS:" + host);
            openssl("x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days " + days
                    + " -extfile " + name + ".ext -out " + name + ".pem");
            Files.writeString(
                    folder.resolve(name + ".both"),
                    Files.readString(folder.resolve(name + ".pem")) + Files.readString(folder.resolve(name + ".key")));
            return folder.resolve(name + ".pem");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void openssl(String arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        try {
            int exitCode = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(new File(folder.toFile(), "openssl.log"))
                    .start()
                    .waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException(command + " ended with " + exitCode);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
