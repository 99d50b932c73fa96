package dev.latchkey;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The clock of the service under test: the system's, shifted as far as a test wants. */
@Mock
@Singleton
public class ShiftableClock extends Clock {
    private volatile Duration shift = Duration.ZERO;

    /** Lets time pass. */
    public void advance(Duration duration) {
        shift = shift.plus(duration);
    }

    /** Goes back to the system's time, which the other tests go by. */
    public void reset() {
        shift = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(shift).truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
