package dev.latchkey.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** That the binary is the same program as the JAR. */
@QuarkusTest
class NativeImageTest {
    @ConfigProperty(name = "quarkus.native.additional-build-args")
    List<String> buildArguments;

    /** Vert.x reads most of them in static initializers, which run when the image is built. */
    @Test
    void isBuiltWithWhatQuarkusTellsVertxAtTheStart() {
        List<String> missing = System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("vertx.disable"))
                .map(name -> "-J-D" + name + "=" + System.getProperty(name))
                .filter(argument -> !buildArguments.contains(argument))
                .toList();
        assertEquals(List.of(), missing);
    }
}
