package dev.latchkey.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the JMH benchmarks: all classes named {@code *Benchmarks}. */
class PartsBench {
    private static final Path RESULT = Path.of("target", "bench", "parts.json");
    private static final int ITERATIONS = 5;
    private static final TimeValue TIME = TimeValue.seconds(2);

    @Test
    void printsWhatIssuingVerifyingAndHashingCost() throws Exception {
        Files.createDirectories(RESULT.getParent());
        new Runner(new OptionsBuilder()
                        .include("dev[.]latchkey[.].*Benchmarks")
                        .forks(1)
                        .warmupIterations(ITERATIONS)
                        .warmupTime(TIME)
                        .measurementIterations(ITERATIONS)
                        .measurementTime(TIME)
                        .resultFormat(ResultFormatType.JSON)
                        .result(RESULT.toString())
                        .build())
                .run();
    }
}
