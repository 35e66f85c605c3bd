package io.infermark.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How fast trials and starts are taken to be.
 *
 * @param trialFactor seconds of a real trial by those assumed for it
 * @param startSeconds of one server's start
 * @param assumptions what stands behind the numbers, a sentence each
 */
public record Pace(double trialFactor, double startSeconds, List<String> assumptions) {
    /** Guess of a request's time to its first token. */
    static final double TTFT_SECONDS = 0.5;

    /** Guess of the time of each further token. */
    static final double TPOT_SECONDS = 0.02;

    private static final double START_SECONDS = 360;

    /** Copies the sentences. */
    public Pace {
        assumptions = List.copyOf(assumptions);
    }

    /** What is assumed where nothing was measured. */
    public static Pace assumed() {
        return new Pace(1, START_SECONDS, List.of("nothing was measured before: a server's start takes 6 min"));
    }

    /** One trial that was run: its lengths, what its windows asked for, and how long it and its server's start took. */
    public record Trial(int osl, int concurrency, long requests, double seconds, double startSeconds) {}

    /** What measured trials say; {@link #assumed()} if there are none. Starts that are not known are 0. */
    public static Pace measured(List<Trial> trials) {
        double real = 0;
        double expected = 0;
        double starts = 0;
        int started = 0;
        for (Trial trial : trials) {
            real += trial.seconds();
            expected += secondsOf((double) trial.requests(), trial.concurrency(), trial.osl());
            if (trial.startSeconds() > 0) {
                starts += trial.startSeconds();
                started++;
            }
        }
        if (expected == 0 || real == 0) {
            return assumed();
        }
        double factor = real / expected;
        double start = started == 0 ? START_SECONDS : starts / started;
        List<String> said = new ArrayList<>();
        said.add(String.format(
                Locale.ROOT,
                trials.size() == 1
                        ? "%d trial of the history took %.2f times what is assumed for it, and so do all rows"
                        : "%d trials of the history took %.2f times what is assumed for them, and so do all rows",
                trials.size(),
                factor));
        said.add(
                started == 0
                        ? "the history has no start of a server: one takes 6 min"
                        : String.format(
                                Locale.ROOT,
                                "a server's start takes %.0f s, the mean of %d in the history",
                                start,
                                started));
        return new Pace(factor, start, said);
    }

    /** Time of a closed loop: rounds of {@code concurrency} requests, one after the other. */
    static double secondsOf(double requests, double concurrency, double osl) {
        return Math.ceil(requests / concurrency) * (TTFT_SECONDS + TPOT_SECONDS * osl);
    }
}
