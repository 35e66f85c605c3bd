package io.infermark.cli;

import io.infermark.api.Arrival;
import io.infermark.load.arrival.ArrivalSchedule;
import io.infermark.load.arrival.ArrivalTrace;
import io.infermark.model.RateSpec;
import io.infermark.model.Suggestion;
import io.infermark.plan.UsageException;
import io.infermark.validation.ArrivalRules;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The arrivals of an open loop; the rules are those of {@link io.infermark.api.Rate}, in the words of options. */
final class ArrivalArguments {
    /** A trace's own rate is written with so many digits; what that rounds off is still taken for the same rate. */
    private static final MathContext RATE_DIGITS = new MathContext(6);

    @Option(
            names = {"-rate", "--rate"},
            split = ",",
            paramLabel = "R",
            description =
                    "Requests a second on a schedule made before the window (open loop), instead of streams that wait.")
    List<Double> rates = List.of();

    @Option(
            names = {"-arrival", "--arrival"},
            paramLabel = "HOW",
            description =
                    "Spacing of --rate: constant, poisson, gamma, ramp, steps or trace (default: poisson). A trace without --rate keeps its own.")
    String arrival = Arrival.POISSON.label();

    @Option(
            names = {"-burstiness", "--burstiness"},
            paramLabel = "X",
            description = "Of gamma arrivals: 1 is poisson, below 1 burstier, above 1 more regular (default: 1).")
    double burstiness = 1;

    @Option(
            names = {"-shape", "--shape"},
            paramLabel = "S",
            description =
                    "Of a ramp: share of --rate to start with and time, such as 0.1:60s; of steps: shares with times, such as 0.5:30s,1:60s; of a trace: the file, with an instant a line in seconds.")
    String shape = "";

    private int traceSize;

    /** What was asked for; {@link RateSpec#NONE} for a closed loop. */
    RateSpec read() {
        Arrival how = arrival();
        ArrivalRules.problems(new RateSpec(rates, how, burstiness, shape)).stream()
                .findFirst()
                .ifPresent(problem -> {
                    throw new UsageException(words(how, problem));
                });
        List<Double> wanted = rates;
        if (how == Arrival.TRACE) {
            ArrivalSchedule instants = trace().instants();
            traceSize = instants.size();
            double own = instants.realisedRate();
            wanted = rates.isEmpty()
                    ? List.of(new BigDecimal(own).round(RATE_DIGITS).doubleValue())
                    : rates;
        }
        if (wanted.isEmpty()) {
            if (how != Arrival.POISSON) {
                throw new UsageException("[RateMissing] --arrival " + arrival
                        + " spaces requests at a rate, and there is none. Add --rate R.");
            }
            return RateSpec.NONE;
        }
        wanted.forEach(ArrivalArguments::positive);
        return new RateSpec(wanted, how, burstiness, shape);
    }

    /** How many requests the file of a trace holds, as {@link #read} found it. */
    int traceSize() {
        return traceSize;
    }

    private ArrivalTrace trace() {
        try {
            return ArrivalTrace.read(shape);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private Arrival arrival() {
        List<String> names = new ArrayList<>();
        for (Arrival known : Arrival.values()) {
            if (known.label().equals(arrival)) {
                return known;
            }
            names.add(known.label());
        }
        throw new UsageException("[ArrivalUnknown] --arrival " + arrival + " is none of " + String.join(", ", names)
                + "." + Suggestion.sentence(arrival, names));
    }

    private String words(Arrival how, ArrivalRules.Problem problem) {
        return switch (problem.kind()) {
            case BURSTINESS_NOT_POSITIVE ->
                "[BurstinessNotPositive] --burstiness " + burstiness
                        + " is no shape of a gamma distribution. Give a number above 0; 1 is poisson.";
            case BURSTINESS_UNUSED ->
                "[BurstinessUnused] --burstiness " + burstiness + " has no meaning with " + arrival
                        + " arrivals. Leave it out, or add --arrival gamma.";
            case SHAPE_UNUSED ->
                "[ShapeUnused] --shape " + shape + " has no meaning with " + arrival
                        + " arrivals. Leave it out, or choose --arrival ramp, steps or trace.";
            case SHAPE_MISSING ->
                "[ShapeMissing] " + arrival + " arrivals need a shape. Add "
                        + switch (how) {
                            case RAMP -> "--shape 0.1:60s, from a tenth of the rate to the rate in a minute.";
                            case STEPS -> "--shape 0.5:30s,1:60s, shares of the rate with their times.";
                            default -> "--shape FILE, with an instant a line in seconds.";
                        };
            case SHAPE_MALFORMED -> "[ShapeMalformed] --shape " + shape + ": " + problem.reason();
        };
    }

    private static void positive(double rate) {
        if (!(rate > 0 && rate < 1_000_000)) {
            throw new UsageException(
                    "[RateOutOfRange] --rate " + rate + " must be above 0 and below 1000000 requests a second.");
        }
    }
}
