package dev.latchkey.faults;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestKeys;
import java.time.Instant;

/** What nobody may accept who checks access tokens by the published keys: each is a good one but for what its name says. */
enum BadToken {
    EXPIRED {
        @Override
        String of(SignedInUser user, PublishingReplica latchkey) {
            Instant past = Instant.now().minusSeconds(3600);
            return latchkey.signed(user.accessToken())
                    .issuedAt(past)
                    .expiresAt(past.plusSeconds(900))
                    .compact();
        }
    },

    WITHOUT_AN_END {
        @Override
        String of(SignedInUser user, PublishingReplica latchkey) {
            return latchkey.signed(user.accessToken()).without("exp").compact();
        }
    },

    SIGNED_BY_ANOTHER_KEY {
        @Override
        String of(SignedInUser user, PublishingReplica latchkey) {
            return latchkey.signed(user.accessToken())
                    .signedWith(TestKeys.generate(latchkey.algorithm()), latchkey.algorithm())
                    .compact();
        }
    },

    TAMPERED_WITH {
        @Override
        String of(SignedInUser user, PublishingReplica latchkey) {
            String signature = user.accessToken().substring(user.accessToken().lastIndexOf('.') + 1);
            return latchkey.signed(user.accessToken())
                    .claim("roles", new String[] {"admin"})
                    .signatureSegment(own -> signature)
                    .compact();
        }
    },

    SIGNED_BY_THE_PUBLIC_KEY_AS_A_SECRET {
        @Override
        String of(SignedInUser user, PublishingReplica latchkey) {
            return latchkey.signed(user.accessToken())
                    .header("alg", "HS256")
                    .signedWith(latchkey.publicPem())
                    .compact();
        }
    },

    NOT_SIGNED {
        @Override
        String of(SignedInUser user, PublishingReplica latchkey) {
            return latchkey.signed(user.accessToken())
                    .header("alg", "none")
                    .signatureSegment(own -> "")
                    .compact();
        }
    },

    OF_ANOTHER_ISSUER {
        @Override
        String of(SignedInUser user, PublishingReplica latchkey) {
            return latchkey.signed(user.accessToken())
                    .claim("iss", "https://other.example.com")
                    .compact();
        }
    },

    FOR_ANOTHER_AUDIENCE {
        @Override
        String of(SignedInUser user, PublishingReplica latchkey) {
            return latchkey.signed(user.accessToken())
                    .claim("aud", "https://other.example.com")
                    .compact();
        }
    },

    FOR_NO_AUDIENCE {
        @Override
        String of(SignedInUser user, PublishingReplica latchkey) {
            return latchkey.signed(user.accessToken()).without("aud").compact();
        }
    },

    OF_ANOTHER_TYPE {
        @Override
        String of(SignedInUser user, PublishingReplica latchkey) {
            return latchkey.signed(user.accessToken()).header("typ", "JWT").compact();
        }
    },

    REFRESH_TOKEN {
        @Override
        String of(SignedInUser user, PublishingReplica latchkey) {
            return user.refreshToken();
        }
    },

    NO_JWT {
        @Override
        String of(SignedInUser user, PublishingReplica latchkey) {
            return "a.b.c";
        }
    };

    abstract String of(SignedInUser user, PublishingReplica latchkey);
}
