package dev.latchkey;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.latchkey.account.MailProof;
import dev.latchkey.error.Problem;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a record says of itself gets into logs and messages. */
class RecordsTest {
    private static final String MARKER = "marker-of-what-is-not-told";

    /** Names of components that hold an email address, or what opens something. */
    private static final Pattern NOT_TOLD = Pattern.compile(
            "(?i).*(email|password|token|code|hash|html|secret).*|to|address|text|link|variables|payload");

    /** The code of a problem names an error; the text of the deny-list's script is our own. */
    private static final Set<String> TELL_NO_SECRET =
            Set.of(Problem.class.getName(), "dev.latchkey.denylist.DenyListScript");

    @ParameterizedTest
    @MethodSource("records")
    void tellNoAddressAndNoSecret(Class<?> type) throws ReflectiveOperationException {
        assertFalse(instance(type).toString().contains(MARKER), () -> type + " needs a toString that keeps it back");
    }

    @Test
    void areFoundByTheNamesOfTheirComponents() {
        List<String> found = records().map(Class::getSimpleName).toList();
        assertTrue(
                found.containsAll(List.of(
                        "Mail",
                        "Recipient",
                        "MailContent",
                        "MailText",
                        "RecoveryRequest",
                        "PendingClaim",
                        "Subject",
                        "VerifiedToken",
                        "TokenPair",
                        "LoginRequest",
                        "RegistrationRequest",
                        "MailProof",
                        "Grant")),
                found::toString);
    }

    /** Those with such a component, or with a record that has one. */
    static Stream<Class<?>> records() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.latchkey").stream()
                        .filter(JavaClass::isRecord)
                        .map(JavaClass::reflect)
                        .filter(RecordsTest::holdsWhatIsNotTold);
    }

    private static boolean holdsWhatIsNotTold(Class<?> type) {
        return !TELL_NO_SECRET.contains(type.getName())
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(part -> part.getType().isRecord()
                                ? holdsWhatIsNotTold(part.getType())
                                : NOT_TOLD.matcher(part.getName()).matches() && part.getType() != boolean.class);
    }

    private static Object instance(Class<?> type) throws ReflectiveOperationException {
        if (type == MailProof.class) {
            return new MailProof(MARKER, null, null);
        }
        RecordComponent[] parts = type.getRecordComponents();
        Object[] values = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = parts[i].getType() == type ? null : value(parts[i].getGenericType(), parts[i].getName(), i);
        }
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    /** @param index so that later components are later times */
    private static Object value(Type type, String name, int index) throws ReflectiveOperationException {
        String text = NOT_TOLD.matcher(name).matches() ? MARKER : "x";
        if (type instanceof ParameterizedType generic) {
            return container(generic, name, index);
        } else if (type == String.class) {
            return text;
        } else if (type == URI.class) {
            return URI.create("https://latchkey.example/#" + text);
        } else if (type == JsonNode.class) {
            return TextNode.valueOf(text);
        } else if (type == Instant.class) {
            return Instant.ofEpochSecond(index);
        } else if (type == int.class) {
            return 0;
        } else if (type == long.class) {
            return 0L;
        } else if (type == boolean.class) {
            return false;
        }
        Class<?> raw = (Class<?>) type;
        boolean isToBeFilled = raw.isRecord() && !TELL_NO_SECRET.contains(raw.getName());
        return isToBeFilled ? instance(raw) : raw.isEnum() ? raw.getEnumConstants()[0] : null;
    }

    private static Object container(ParameterizedType type, String name, int index)
            throws ReflectiveOperationException {
        Type[] of = type.getActualTypeArguments();
        Object held = value(of[of.length - 1], name, index);
        if (type.getRawType() == Map.class) {
            return Map.of("x", held);
        }
        return type.getRawType() == Optional.class ? Optional.of(held) : List.of(held);
    }
}
