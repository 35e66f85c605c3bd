package io.infermark.run;

/** Numbers of things, for people. */
final class Count {
    private Count() {}

    /** {@code 1 point}, {@code 2 points}. */
    static String of(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
