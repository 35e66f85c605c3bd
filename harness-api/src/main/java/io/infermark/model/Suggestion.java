package io.infermark.model;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known name nearest to a misspelt one. */
public final class Suggestion {
    private Suggestion() {}

    /** Nobody means a known name by a longer word; it also bounds the work on hostile input. */
    private static final int LONGEST = 64;

    /** The candidate within a third of the word's length in edits (transpositions count one, case and "_" for "-" none), the nearest and then the first; empty if none is near. */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String best = null;
        int bestDistance = Math.max(1, word.length() / 3) + 1;
        for (String candidate : candidates) {
            int distance = distance(normal(word), normal(candidate));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code  Did you mean "x"?} with a leading space, or what is known, or nothing. */
    public static String sentence(String word, Collection<String> candidates) {
        Optional<String> nearest = nearest(word, candidates);
        if (nearest.isPresent()) {
            return " Did you mean \"" + nearest.get() + "\"?";
        }
        return candidates.isEmpty() || candidates.size() > 20 ? "" : " Known: " + String.join(", ", candidates) + ".";
    }

    /**
     * The same for a key of a file, without the leading space.
     *
     * @param preferred names that are still free
     * @param all every known name, listed when none is near
     */
    public static String ofKey(String word, Collection<String> preferred, List<String> all) {
        return nearest(word, preferred)
                .map(near -> "Did you mean '" + near + "'?")
                .orElseGet(() -> all.isEmpty() ? "" : "Known here: " + String.join(", ", all) + ".");
    }

    private static String normal(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
                }
            }
            int[] recycled = beforeLast;
            beforeLast = last;
            last = current;
            current = recycled;
        }
        return last[b.length()];
    }
}
