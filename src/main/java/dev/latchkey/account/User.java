package dev.latchkey.account;

import org.bson.types.ObjectId;

/** A user who can be known again. What the database holds of one is in {@link StoredUser}. */
public class User {
    /** Characters. */
    static final int MAX_NAME = 100;

    /** Characters (RFC 5321 section 4.5.3.1.3, less the angle brackets). */
    public static final int MAX_EMAIL = 254;

    public ObjectId id;
    public String email;
    public String name;

    /** The bcrypt hash. */
    public String password;

    /** The name as tokens carry it: the original let it be missing, or of any length. */
    public String shortName() {
        String text = name == null ? "" : name;
        int length = text.codePointCount(0, text.length());
        return length <= MAX_NAME ? text : text.substring(0, text.offsetByCodePoints(0, MAX_NAME));
    }

    /** The id as tokens and replies carry it: 24 hex digits. */
    public String idAsText() {
        return id.toHexString();
    }
}
