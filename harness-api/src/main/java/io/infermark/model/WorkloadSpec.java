package io.infermark.model;

/**
 * A pair of input and output lengths.
 *
 * @param name unique in a benchmark, never empty
 * @param rangeRatio in (0, 1]: lengths are uniform in {@code [⌊ratio·L⌋, L]}
 */
public record WorkloadSpec(String name, int isl, int osl, double rangeRatio) {
    /** A workload of fixed lengths with its conventional name. */
    public static WorkloadSpec of(int isl, int osl) {
        return new WorkloadSpec(nameOf(isl, osl), isl, osl, 1.0);
    }

    /** {@code 8k1k} if both lengths are multiples of 1024, else {@code 300_50}. */
    public static String nameOf(int isl, int osl) {
        if (isl > 0 && osl > 0 && isl % 1024 == 0 && osl % 1024 == 0) {
            return isl / 1024 + "k" + osl / 1024 + "k";
        }
        return isl + "_" + osl;
    }
}
