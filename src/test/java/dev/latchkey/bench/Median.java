package dev.latchkey.bench;

import java.util.List;

/** The middle one of the figures of all rounds; the upper one of two. */
final class Median {

    private Median() {}

    static double of(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
