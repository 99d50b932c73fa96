package dev.latchkey.denylist;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One of the 64 parts of the deny-list. All keys of a session lie in one bucket, whose number is a Redis Cluster hash
 * tag, so that one command can read them together. Each bucket keeps an epoch of its own: a cluster can lose a shard.
 *
 * @param keyPrefix what all of its keys begin with
 */
record Bucket(int number, String keyPrefix) {
    private static final List<Bucket> ALL =
            IntStream.range(0, 64).mapToObj(Bucket::numbered).toList();

    static Bucket of(String sessionId) {
        return ALL.get(Math.floorMod(sessionId.hashCode(), ALL.size()));
    }

    static Stream<Bucket> all() {
        return ALL.stream();
    }

    private static Bucket numbered(int number) {
        return new Bucket(number, "denylist:{" + twoDigits(number) + "}:");
    }

    String name() {
        return twoDigits(number);
    }

    private static String twoDigits(int number) {
        return (number < 10 ? "0" : "") + number;
    }

    String epochKey() {
        return keyPrefix + "epoch";
    }

    String tokenKey(String tokenId) {
        return keyPrefix + "jti:" + tokenId;
    }

    String sessionKey(String sessionId) {
        return keyPrefix + "sid:" + sessionId;
    }
}
