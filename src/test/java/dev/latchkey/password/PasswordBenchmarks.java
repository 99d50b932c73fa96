package dev.latchkey.password;

import dev.latchkey.TestUsers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a password costs, at cost 10. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PasswordBenchmarks {
    private final PasswordHasher hasher = TestPasswords.hasher(10);
    private final String hash = hasher.hash(TestUsers.PASSWORD);

    @Benchmark
    public String hash() {
        return hasher.hash(TestUsers.PASSWORD);
    }

    @Benchmark
    public boolean matches() {
        return hasher.matches(TestUsers.PASSWORD, hash);
    }
}
