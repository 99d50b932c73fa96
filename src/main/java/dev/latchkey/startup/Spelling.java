package dev.latchkey.startup;

/** Whether one name was probably meant for another. */
final class Spelling {
    /** Of shorter names, many are two letters apart and mean something: REDIS_HOST, REDIS_PORT. */
    private static final int LONG_NAME = 12;

    private Spelling() {}

    static boolean isLike(String name, String other) {
        int allowed = other.length() < LONG_NAME ? 1 : 2;
        return other.length() > 4
                && Math.abs(name.length() - other.length()) <= allowed
                && distance(name, other) <= allowed;
    }

    /** Levenshtein's: how many letters are to be put in, left out or replaced. */
    private static int distance(String name, String other) {
        int[] above = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= name.length(); row++) {
            int[] current = new int[other.length() + 1];
            current[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int replaced = above[column - 1] + (name.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[other.length()];
    }
}
