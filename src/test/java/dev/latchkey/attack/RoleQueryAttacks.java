package dev.latchkey.attack;

import dev.latchkey.TestUsers.SignedInUser;
import java.util.List;
import java.util.stream.Stream;

/** Questions for a role that are no text: such a role is one that nobody has, and never forgotten. */
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
            "role=%zz&%=%");

    private static final List<String> NO_ROLES = List.of("%=%", "%", "%zz=", "role%=", "%zzrole=x");

    private RoleQueryAttacks() {}

    static Stream<Attack> of(SignedInUser user) {
        String token = "authorization: Bearer " + user.accessToken() + "\r\n";
        return Stream.of(
                        Stream.concat(ROLES_OF_NOBODY.stream(), NO_ROLES.stream())
                                .map(query -> row("no token", query, "", 401, "missing_token")),
                        ROLES_OF_NOBODY.stream().map(query -> row("token", query, token, 403, "insufficient_scope")),
                        NO_ROLES.stream().map(query -> row("token", query, token, 200, Attack.NO_PROBLEM)))
                .flatMap(rows -> rows);
    }

    private static Attack row(String name, String query, String headers, int status, String code) {
        return Attack.row(
                "verify?" + query + ", " + name, RawRequest.of("GET", "/verify?" + query, headers), status, code);
    }
}
