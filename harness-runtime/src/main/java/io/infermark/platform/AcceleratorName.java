package io.infermark.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Declared names of accelerators ({@code h100}) beside the names that GPUs give themselves ({@code NVIDIA H100 80GB HBM3}).
 *
 * <p>Judged is only what is certain: a declared name of another form, such as a user's own for a pool of machines, and a GPU whose name holds no model are like any.
 */
public final class AcceleratorName {
    /** NVIDIA's names since Hopper (H100, B200, GB300) and AMD's since CDNA 2 (MI250X, MI355X): those that are declared. */
    private static final Pattern DECLARED = Pattern.compile("g?[hb]\\d{3}|mi\\d{3}[ax]?");

    /** What GPUs for servers are called, A100, L40S, V100 and H20 too. A size such as {@code 80GB} is none, nor is {@code HBM3}. */
    private static final Pattern OWN = Pattern.compile("g?[abhlv]\\d{1,3}s?|mi\\d{3}[ax]?");

    private AcceleratorName() {}

    /** Whether a GPU's own name says that it is certainly not what was declared, but another one of the same maker. */
    public static boolean isAnother(String declared, String gpu) {
        String name = declared.toLowerCase(Locale.ROOT);
        return DECLARED.matcher(name).matches()
                && of(gpu).filter(own -> !own.equals(name) && isAmd(own) == isAmd(name))
                        .isPresent();
    }

    private static boolean isAmd(String name) {
        return name.startsWith("mi");
    }

    /** What a GPU of this name would be declared as; empty if its name holds no model that is known. */
    public static Optional<String> of(String gpu) {
        return Arrays.stream(gpu.toLowerCase(Locale.ROOT).split("[ -]", -1))
                .filter(word -> OWN.matcher(word).matches())
                .findFirst();
    }
}
