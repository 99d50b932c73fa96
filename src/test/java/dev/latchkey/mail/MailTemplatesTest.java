package dev.latchkey.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which folders of texts a start takes. */
class MailTemplatesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recovery.txt",
                "recovery.de.subject",
                "recovery.de.subject.html",
                "recovry.de.txt",
                "Recovery.de.txt",
                "recovery.de_AT.txt",
                "layout.de.txt",
                "layout.subject.txt",
                "README.md"
            })
    void refusesAFileThatNoMailIsMadeOf(String name) throws IOException {
        write(name, "{mail.link}");
        assertEquals(name + " is the name of no text", fault());
    }

    @Test
    void leavesHiddenFilesAndFoldersAlone() throws IOException {
        write(".DS_Store", "{");
        Files.createDirectory(folder.resolve("..2026_11_26"));
        Files.createDirectory(folder.resolve("old"));
        read();
    }

    /** As Kubernetes mounts a ConfigMap. */
    @Test
    void followsLinks() throws IOException {
        Path data = Files.createDirectory(folder.resolve("..data"));
        Files.writeString(data.resolve("layout.txt"), "{#if");
        Files.createSymbolicLink(folder.resolve("layout.txt"), data.resolve("layout.txt"));
        assertThrows(IllegalArgumentException.class, this::read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{mail.link|unterminated expression",
                "{#if mail.link}{mail.link}|unterminated section",
                "{mail.link} {mail.lnk}|Key \"lnk\" not found",
                "{mail.link} {user}|Key \"user\" not found",
                "{mail.link}{#if !mail.code} {mail.cod}{/if}|Key \"cod\" not found",
                "{mail.link}{#if mail.code} {mail.cod}{/if}|Key \"cod\" not found",
            })
    void refusesWhatCannotBeRendered(String text, String fault) throws IOException {
        write("recovery.de.txt", "Hallo\n" + text);
        String told = fault();
        assertEquals(-1, told.indexOf('\n'), told);
        assertTrue(told.contains("[recovery.de.txt:2]"), told);
        assertTrue(told.contains(fault), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"recovery.de.txt", "recovery.de.html", "layout.txt", "layout.html"})
    void refusesATextThatLacksTheLink(String name) throws IOException {
        write(name, "Hallo");
        assertEquals(name + " lacks {mail.link}", fault());
    }

    @Test
    void refusesASubjectOfNoWords() throws IOException {
        write("recovery.de.subject.txt", "\n");
        assertEquals("recovery.de.subject.txt says nothing", fault());
    }

    @Test
    void refusesHalfAMailInALanguageThatIsNotOurs() throws IOException {
        write("recovery.fr.subject.txt", "Nouveau mot de passe");
        write("recovery.fr.txt", "{mail.link}");
        assertEquals("recovery.fr.html is missing", fault());
        write("recovery.fr.html", "{mail.link}");
        read();
    }

    @Test
    void refusesWhatIsNotInUtf8() throws IOException {
        Files.write(folder.resolve("recovery.de.subject.txt"), new byte[] {'P', (byte) 0xe4});
        assertEquals("recovery.de.subject.txt can't be read as UTF-8", fault());
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        folder = folder.resolve("none");
        assertEquals("the folder can't be read", fault());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private MailTemplates read() {
        return MailTemplates.read(Optional.of(folder));
    }

    private String fault() {
        return assertThrows(IllegalArgumentException.class, this::read).getMessage();
    }
}
