package dev.latchkey.attack;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import java.util.function.UnaryOperator;

/** One way to spoil a token; where the text is changed, it is the text of one that would have been let through. */
record Forgery(String name, UnaryOperator<TestTokens> change, UnaryOperator<String> text) {

    static Forgery ofToken(String name, UnaryOperator<TestTokens> change) {
        return new Forgery(name, change, UnaryOperator.identity());
    }

    static Forgery ofText(String name, UnaryOperator<String> change) {
        return new Forgery(name, UnaryOperator.identity(), change);
    }

    /** Sent to where the service takes a token itself. */
    Attack at(Place place, SignedInUser user, TestTokens good) {
        return Attack.row(place.label + ": " + name, place.withToken(user, of(good)), 403, "invalid_token");
    }

    /** Asked about by another service. */
    Attack introspected(TestTokens good) {
        return Attack.row("introspection: " + name, OAuthAttacks.introspection(of(good)), 200, Attack.INACTIVE);
    }

    private String of(TestTokens good) {
        return text.apply(change.apply(good).compact());
    }
}
