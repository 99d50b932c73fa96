package dev.latchkey.attack;

import dev.latchkey.TestUsers.SignedInUser;
import java.util.List;
import java.util.stream.Stream;

/** Questions for a role that are no text, or far behind: such a role is one that nobody has, and never overlooked. */
final class RoleQueryAttacks {
    private static final List<String> ROLES_OF_NOBODY = List.of(
            "role=",
            "role",
            "role=,",
            "role=%",
            "role=%z",
            "role=%zz",
            "role=%2",
            "role=%ff",
            "role=%00",
            "role=%u0061dmin",
            "role=%25",
            "r%6Fle=%zz",
            "ROLE=%zz",
            "x=%zz&role=%zz",
            "%=%&role=%",
            "role=%zz&%=%",
            "a&".repeat(1100) + "role=nobody");

    private static final List<String> NO_ROLES = List.of("%=%", "%", "%zz=", "role%=", "%zzrole=x");

    private RoleQueryAttacks() {}

    static Stream<Attack> of(SignedInUser user) {
        String token = "authorization: Bearer " + user.accessToken() + "\r\n";
        return Stream.of(
                        Stream.concat(ROLES_OF_NOBODY.stream(), NO_ROLES.stream())
                                .map(query -> row("no token", query, "", 401, "missing_token")),
                        ROLES_OF_NOBODY.stream().map(query -> row("token", query, token, 403, "insufficient_scope")),
                        NO_ROLES.stream().map(query -> row("token", query, token, 200, Attack.NO_PROBLEM)),
                        Stream.of("role=%", "role=%zz", "%=%").map(query -> absolute(query, token)))
                .flatMap(rows -> rows);
    }

    /** The server itself refuses it. */
    private static Attack absolute(String query, String headers) {
        RawRequest request = RawRequest.line("GET http://latchkey/verify?" + query + " HTTP/1.1", headers, "");
        return Attack.row("verify?" + query + ", absolute", request, 400, Attack.NO_BODY);
    }

    private static Attack row(String name, String query, String headers, int status, String code) {
        String shown = query.length() > 60 ? "..." + query.substring(query.length() - 20) : query;
        return Attack.row(
                "verify?" + shown + ", " + name, RawRequest.of("GET", "/verify?" + query, headers), status, code);
    }
}
