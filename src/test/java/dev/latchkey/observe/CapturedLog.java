package dev.latchkey.observe;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What is logged while a test runs. */
abstract class CapturedLog {
    final Captured log = new Captured();

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(log);
    }

    /** All records since the test began. */
    static final class Captured extends Handler {
        static final PatternFormatter MESSAGE = new PatternFormatter("%s");

        private final List<ExtLogRecord> records = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord logged) {
            ExtLogRecord copy = ExtLogRecord.wrap(logged);
            copy.copyAll();
            records.add(copy);
        }

        /** The lines of one logger that carry this request id. */
        List<String> of(String requestId, String logger) {
            return records.stream()
                    .filter(logged -> requestId.equals(logged.getMdc("requestId")) && is(logged, logger))
                    .map(MESSAGE::format)
                    .toList();
        }

        List<String> messages(String logger) {
            return records.stream()
                    .filter(logged -> is(logged, logger))
                    .map(MESSAGE::format)
                    .toList();
        }

        ExtLogRecord last(String logger) {
            return records.stream()
                    .filter(logged -> is(logged, logger))
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
        }

        String all() {
            StringBuilder all = new StringBuilder();
            records.forEach(logged -> all.append(MESSAGE.format(logged))
                    .append(logged.getThrown())
                    .append('\n'));
            return all.toString();
        }

        private static boolean is(ExtLogRecord logged, String logger) {
            return logger.equals(logged.getLoggerName());
        }

        @Override
        public void flush() {
            // nothing is buffered
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
