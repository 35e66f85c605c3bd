package io.infermark.config.schema;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** "Did you mean": the nearest known name by edit distance. */
public final class Suggestion {

    private Suggestion() {}

    /**
     * A sentence that helps with an unknown name.
     *
     * @param name what was written
     * @param preferred names that are still free
     * @param all every known name, listed when none is near
     */
    public static String of(String name, List<String> preferred, List<String> all) {
        String near = nearest(name, preferred);
        if (near != null) {
            return "Did you mean '" + near + "'?";
        }
        return all.isEmpty() ? "" : "Known here: " + String.join(", ", all) + ".";
    }

    /** The nearest name, or null when none is within a third of the length. */
    public static @Nullable String nearest(String name, List<String> known) {
        String wanted = normal(name);
        // A longer name cannot be near any key we know; also bounds the work on hostile input.
        if (wanted.length() > 64) {
            return null;
        }
        String best = null;
        int bestDistance = Math.max(1, wanted.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(wanted, normal(candidate));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best;
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Edits with swaps of neighbours counted once, the commonest typing error. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(d[i - 1][j - 1] + same, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swap = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swap ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
