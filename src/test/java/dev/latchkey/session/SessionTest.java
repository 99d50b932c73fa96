package dev.latchkey.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.client.ClientAddress;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.VerifiedToken;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final ClientInfo CLIENT =
            new ClientInfo(new ClientAddress(InetAddress.getLoopbackAddress()), "test");

    private final Session first = Session.begin(
            TokenId.newSessionId(START), "0123456789abcdef01234567", 0, START, START.plus(Duration.ofDays(30)), CLIENT);
    private final Session second = next(first, START.plusSeconds(60));

    @Nested
    class Grace {

        @Test
        void isForThePreviousTokenOnly() {
            Session third = next(second, START.plusSeconds(120));
            assertTrue(third.isInGrace(second.refreshJti(), third.rotatedAt(), GRACE));
            assertFalse(third.isInGrace(first.refreshJti(), third.rotatedAt(), GRACE));
            assertFalse(third.isInGrace(third.refreshJti(), third.rotatedAt(), GRACE));
        }

        @Test
        void endsAtItsEnd() {
            Instant end = second.rotatedAt().plus(GRACE);
            assertTrue(second.isInGrace(first.refreshJti(), end.minusMillis(1), GRACE));
            assertFalse(second.isInGrace(first.refreshJti(), end, GRACE));
        }

        @Test
        void mayBeNothing() {
            assertFalse(second.isInGrace(first.refreshJti(), second.rotatedAt(), Duration.ZERO));
        }

        /** The loser of a race took the time first, or the clock of its replica is behind. */
        @Test
        void isNothingForALoserWhoseTimeIsBeforeTheRotationEither() {
            Instant before = second.rotatedAt().minusMillis(1);
            assertFalse(second.isInGrace(first.refreshJti(), before, Duration.ZERO));
            assertTrue(second.isInGrace(first.refreshJti(), before, GRACE));
        }

        @Test
        void isNotThereBeforeTheFirstRotation() {
            String before = TokenId.of(first.id(), -1, TokenType.REFRESH);
            assertFalse(first.isInGrace(before, START, GRACE));
        }
    }

    @Nested
    class Reuse {
        private final Session third = next(second, START.plusSeconds(120));

        @Test
        void isOfATokenThatWasReplacedBeforeTheGrace() {
            assertTrue(third.isReuse(tokenOf(first, TokenType.REFRESH), third.rotatedAt(), GRACE));
            assertTrue(third.isReuse(tokenOf(first, TokenType.ACCESS), third.rotatedAt(), GRACE));
            assertTrue(third.isReuse(
                    tokenOf(second, TokenType.REFRESH), third.rotatedAt().plus(GRACE), GRACE));
            assertTrue(third.isReuse(tokenOf(second, TokenType.REFRESH), third.rotatedAt(), Duration.ZERO));
        }

        @Test
        void isNotOfOneThatWasReplacedJustNowOrStillHolds() {
            assertFalse(third.isReuse(tokenOf(second, TokenType.REFRESH), third.rotatedAt(), GRACE));
            assertFalse(third.isReuse(
                    tokenOf(third, TokenType.REFRESH), third.rotatedAt().plus(GRACE), GRACE));
        }

        private VerifiedToken tokenOf(Session session, TokenType type) {
            return new VerifiedToken(
                    type,
                    session.tokenId(type),
                    session.id(),
                    session.userId(),
                    session.rotatedAt(),
                    session.expiresAt(),
                    null,
                    false,
                    null,
                    null,
                    null,
                    List.of(),
                    null);
        }
    }

    @Nested
    class Client {

        @Test
        void isTheSameOnItsNetworkUnderItsName() {
            assertTrue(usedFrom("192.0.2.1").wasLastUsedBy(client("192.0.2.1", "test")));
            assertTrue(usedFrom("2001:db8::1").wasLastUsedBy(client("2001:db8::ffff:2", "test")));
        }

        @Test
        void isAnotherWithAnotherNetworkOrAnotherName() {
            assertFalse(usedFrom("192.0.2.1").wasLastUsedBy(client("192.0.2.2", "test")));
            assertFalse(usedFrom("192.0.2.1").wasLastUsedBy(client("192.0.2.1", "curl")));
            assertFalse(usedFrom("192.0.2.1").wasLastUsedBy(client("2001:db8::1", "test")));
            assertFalse(usedFrom("2001:db8::1").wasLastUsedBy(client("2001:db8:0:1::1", "test")));
        }

        private Session usedFrom(String ip) {
            return Session.begin(first.id(), first.userId(), 0, START, first.expiresAt(), client(ip, "test"));
        }

        private ClientInfo client(String ip, String userAgent) {
            InetAddress address = NetUtil.createInetAddressFromIpAddressString(ip);
            return new ClientInfo(new ClientAddress(address), userAgent);
        }
    }

    @Nested
    class End {

        @Test
        void comesByItself() {
            assertFalse(first.isOver(first.expiresAt().minusMillis(1)));
            assertTrue(first.isOver(first.expiresAt()));
        }
    }

    @Nested
    class Outdated {

        @Test
        void isTheSessionOfAnEarlierPassword() {
            assertFalse(first.isOutdated(new Credentials(0, null)));
            assertTrue(first.isOutdated(new Credentials(1, null)));
            assertTrue(first.isOutdated(new Credentials(1, "of another session")));
            assertFalse(first.isOutdated(new Credentials(1, first.id())));
        }

        @Test
        void isOneThatIsOlderThanThisField() {
            Session old = with(null, null, null);
            assertFalse(old.isOutdated(new Credentials(0, null)));
            assertTrue(old.isOutdated(new Credentials(1, null)));
        }
    }

    @Nested
    class Roles {

        @Test
        void areNewerThanThoseOfAUserWhoWasReadBeforeTheChange() {
            assertFalse(with(0, null, null).hasNewerRolesThan(userWithRoles(0)));
            assertTrue(with(0, 1, null).hasNewerRolesThan(userWithRoles(0)));
            assertFalse(with(0, 1, null).hasNewerRolesThan(userWithRoles(1)));
        }

        @Test
        void areOutdatedInATokenThatWasMadeBeforeTheChange() {
            assertFalse(with(0, null, null).mayHaveOutdatedToken());
            assertTrue(with(0, 1, null).mayHaveOutdatedToken());
            assertTrue(with(0, 2, 1).mayHaveOutdatedToken());
            assertFalse(with(0, 2, 2).mayHaveOutdatedToken());
        }

        private TokenUser userWithRoles(int version) {
            return new TokenUser(null, new Credentials(0, null), version);
        }
    }

    @Test
    void beginsWhenItsIdSays() {
        assertEquals(START, first.createdAt());
    }

    private Session with(Integer credentialVersion, Integer rolesVersion, Integer tokenRolesVersion) {
        return new Session(
                first.id(),
                first.userId(),
                0,
                first.refreshJti(),
                START,
                START,
                START,
                first.expiresAt(),
                null,
                null,
                null,
                first.ip(),
                first.userAgent(),
                credentialVersion,
                rolesVersion,
                tokenRolesVersion);
    }

    /** What {@link SessionStore#rotate} makes of it. */
    private static Session next(Session session, Instant now) {
        int generation = session.generation() + 1;
        return new Session(
                session.id(),
                session.userId(),
                generation,
                TokenId.of(session.id(), generation, TokenType.REFRESH),
                now,
                session.createdAt(),
                now,
                now.plus(Duration.ofDays(30)),
                null,
                null,
                session.signedInFrom(),
                session.ip(),
                session.userAgent(),
                session.credentialVersion(),
                session.rolesVersion(),
                session.tokenRolesVersion());
    }
}
