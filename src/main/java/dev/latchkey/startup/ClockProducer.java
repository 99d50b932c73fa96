package dev.latchkey.startup;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;

/**
 * The one clock that all code asks, so that tests can set it. It goes in the milliseconds that MongoDB keeps: what is
 * computed from a time before and after it was stored must be equal.
 */
public final class ClockProducer {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }
}
