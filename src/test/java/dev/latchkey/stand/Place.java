package dev.latchkey.stand;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where on earth a replica runs: its locale, its time zone and its charset. Those of one deployment may differ, and
 * must understand each other all the same.
 */
record Place(Map<String, String> environment, List<String> jvm) {
    /** Digits that are not 0 to 9, upper and lower case of their own, and next to no charset. */
    private static final List<Place> ALL = List.of(
            new Place(
                    Map.of("LC_ALL", "C"),
                    List.of(
                            "-Duser.language=ar",
                            "-Duser.country=EG",
                            "-Duser.timezone=Africa/Cairo",
                            "-Dfile.encoding=ISO-8859-1")),
            new Place(
                    Map.of("LC_ALL", "C.UTF-8"),
                    List.of("-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Pacific/Chatham")),
            new Place(Map.of("LC_ALL", "C"), List.of("-Duser.timezone=America/St_Johns")));

    private static final AtomicInteger STARTED = new AtomicInteger();

    /** Another one than that of the replica before. */
    static Place next() {
        return ALL.get(Math.floorMod(STARTED.getAndIncrement(), ALL.size()));
    }
}
