package io.infermark.api;

import java.util.Locale;

/**
 * How the arrivals of an open loop are spaced. The schedule is made before the window; where it is drawn, from a seed that stands in the result. {@link #RAMP}, {@link #STEPS} and
 * {@link #TRACE} are told more by {@link Rate#shape()} and are not random.
 */
public enum Arrival {
    /** Equal gaps. */
    CONSTANT,
    /** Exponential gaps, never rescaled to fit a total. */
    POISSON,
    /** Gamma gaps with the same mean. */
    GAMMA,
    /** Even arrivals at a rate that goes evenly from a share of the declared one to the declared one, and stays there. */
    RAMP,
    /** Even arrivals at shares of the declared rate one after the other; the last one stays. */
    STEPS,
    /** Instants from a file, stretched so that their mean rate is the declared one. */
    TRACE;

    /** The name used on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it needs a {@link Rate#shape()}; the others take none. */
    public boolean shaped() {
        return this == RAMP || this == STEPS || this == TRACE;
    }
}
