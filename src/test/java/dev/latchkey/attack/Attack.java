package dev.latchkey.attack;

/**
 * A row of the table: what is sent, and what must come back.
 *
 * @param status {@link #UNANSWERED} if the connection is just closed
 * @param code of the problem; {@link #NO_PROBLEM} for a success, {@link #INACTIVE} for the one that says
 *     so of a token, {@link #NO_BODY} where the parser itself answers
 * @param dripFed the rest of the request comes a byte at a time, or never
 */
record Attack(String name, RawRequest request, int status, String code, boolean dripFed) {
    static final int UNANSWERED = 0;
    static final String NO_PROBLEM = "-";
    static final String NO_BODY = "";
    static final String INACTIVE = "inactive";

    static Attack row(String name, RawRequest request, int status, String code) {
        return new Attack(name, request, status, code, false);
    }

    static Attack dripFed(String name, RawRequest request, int status, String code) {
        return new Attack(name, request, status, code, true);
    }
}
