package dev.latchkey.revocation;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One of the 64 parts of the deny-list. All keys of a session lie in one bucket, whose number is a Redis Cluster hash
 * tag, so that one command can read them together. Each bucket keeps an epoch of its own: a cluster can lose a shard.
 */
record Bucket(int number) {
    private static final int COUNT = 64;

    static Bucket of(String sessionId) {
        return new Bucket(Math.floorMod(sessionId.hashCode(), COUNT));
    }

    static Stream<Bucket> all() {
        return IntStream.range(0, COUNT).mapToObj(Bucket::new);
    }

    String name() {
        return String.format("%02d", number);
    }

    String epochKey() {
        return key("epoch");
    }

    String tokenKey(String tokenId) {
        return key("jti:" + tokenId);
    }

    String sessionKey(String sessionId) {
        return key("sid:" + sessionId);
    }

    private String key(String rest) {
        return "denylist:{" + name() + "}:" + rest;
    }
}
