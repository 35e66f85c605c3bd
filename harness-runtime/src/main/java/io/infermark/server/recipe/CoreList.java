package io.infermark.server.recipe;

import io.infermark.spi.RecipeException;

/** Lists of cores as {@code taskset -c} takes them: {@code 0,2-5}. */
final class CoreList {
    private CoreList() {}

    /** How many cores a list names. */
    static int count(String cores) {
        int count = 0;
        for (String part : cores.split(",", -1)) {
            if (!part.matches("\\d{1,5}(-\\d{1,5})?")) {
                throw new RecipeException("[CoresMalformed] \"" + cores + "\" is no list of cores, as 0,2-5 is.");
            }
            int dash = part.indexOf('-');
            count += dash < 0
                    ? 1
                    : Integer.parseInt(part.substring(dash + 1)) - Integer.parseInt(part.substring(0, dash)) + 1;
        }
        return count;
    }
}
