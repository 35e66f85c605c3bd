package io.infermark.api;

import java.util.Locale;

/** How the arrivals of an open loop are spaced. The schedule is drawn before the window from a seed that stands in the result. */
public enum Arrival {
    /** Equal gaps. */
    CONSTANT,
    /** Exponential gaps, never rescaled to fit a total. */
    POISSON,
    /** Gamma gaps with the same mean. */
    GAMMA;

    /** The name used on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
