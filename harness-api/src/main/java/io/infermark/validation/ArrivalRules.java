package io.infermark.validation;

import io.infermark.api.Arrival;
import io.infermark.model.ArrivalShape;
import io.infermark.model.RateSpec;
import java.util.ArrayList;
import java.util.List;

/** Rules on how arrivals are spaced, for declarations and for options alike; the words are those of who asks. */
public final class ArrivalRules {
    private ArrivalRules() {}

    /** What can be wrong. */
    public enum Kind {
        /** Burstiness that is no shape of a gamma distribution. */
        BURSTINESS_NOT_POSITIVE,
        /** Burstiness without gamma arrivals. */
        BURSTINESS_UNUSED,
        /** A shape for arrivals that take none. */
        SHAPE_UNUSED,
        /** No shape for arrivals that need one. */
        SHAPE_MISSING,
        /** A shape that can't be read. */
        SHAPE_MALFORMED
    }

    /**
     * Something that is wrong.
     *
     * @param reason a sentence on what is wrong with a malformed shape; empty for everything else
     */
    public record Problem(Kind kind, String reason) {}

    /** What is wrong with burstiness and shape, in this order; a trace's file is not looked at. */
    public static List<Problem> problems(RateSpec rate) {
        List<Problem> problems = new ArrayList<>();
        if (!(rate.burstiness() > 0) || Double.isInfinite(rate.burstiness())) {
            problems.add(new Problem(Kind.BURSTINESS_NOT_POSITIVE, ""));
        } else if (rate.burstiness() != 1 && rate.arrival() != Arrival.GAMMA) {
            problems.add(new Problem(Kind.BURSTINESS_UNUSED, ""));
        }
        if (!rate.arrival().shaped()) {
            if (!rate.shape().isEmpty()) {
                problems.add(new Problem(Kind.SHAPE_UNUSED, ""));
            }
        } else if (rate.shape().isBlank()) {
            problems.add(new Problem(Kind.SHAPE_MISSING, ""));
        } else if (rate.arrival() != Arrival.TRACE) {
            try {
                var unused = ArrivalShape.parse(rate.arrival(), rate.shape());
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(Kind.SHAPE_MALFORMED, String.valueOf(e.getMessage())));
            }
        }
        return problems;
    }
}
