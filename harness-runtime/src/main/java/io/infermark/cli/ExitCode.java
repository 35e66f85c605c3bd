package io.infermark.cli;

/** What the process ends with. */
public final class ExitCode {
    /** Every selected point was measured and is valid. */
    public static final int GOOD = 0;

    /** Finished, but some points failed or are invalid: each is in the results with its reason. Also an endpoint or engine that refused, is unreachable or unhealthy. */
    public static final int POINTS_BAD = 1;

    /** Wrong arguments, declarations or configuration: nothing was started. */
    public static final int USAGE = 2;

    /** This machine can't run it: no Docker, no GPU, lock held, disk full or directory unwritable before the first trial. */
    public static final int ENVIRONMENT = 3;

    /** Interrupted; what was finished is kept. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
