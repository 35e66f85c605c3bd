package io.infermark.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether figures may be used. It stands before every number.
 *
 * <p>{@link State#INVALID}: do not use; each reason is one of the {@link Code codes} that invalidate. {@link State#MARKED}: usable, but read the marks first. {@link State#VALID}:
 * nothing to say.
 *
 * @param reasons what invalidates; empty unless invalid
 * @param marks what a reader must know
 */
public record Validity(State state, List<Finding> reasons, List<Finding> marks) {

    /** The verdict. */
    public enum State {
        VALID,
        MARKED,
        INVALID
    }

    /** What can be found. The names are stable: they stand in results. */
    public enum Code {
        /** No request succeeded: there is nothing to print. Invalidates. */
        NO_SUCCESS("NoSuccess", true),
        /** Requests failed. Invalidates: latencies are over survivors, and an overloaded server that refuses looks faster. */
        FAILURES("Failures", true),
        /** Requests that were due have no record, though nothing interrupted the window. Invalidates. */
        LOST_REQUESTS("LostRequests", true),
        /** A request has two records, or one that was not due has one: a fault of the harness. Invalidates. */
        EXTRA_RECORDS("ExtraRecords", true),
        /** Complete requests were answered before they were sent: their latencies would be below the server's. Invalidates. */
        DISORDERED_RECORDS("DisorderedRecords", true),
        /** The window was cut short by a signal or a deadline. Invalidates. */
        INTERRUPTED("Interrupted", true),
        /** Less than 99 % of the requested concurrency was held. Invalidates. */
        CONCURRENCY_NOT_HELD("ConcurrencyNotHeld", true),
        /** Less than 99 % of the scheduled sends left within the lateness bound. Invalidates. */
        RATE_NOT_DELIVERED("RateNotDelivered", true),
        /** p99 of sent − due is above max(1 ms, 1 % of the median TTFT) in an open loop: the client is measured, not the server. Invalidates. */
        CLIENT_BOUND("ClientBound", true),
        /** Event tokens and usage both claim to be exact and contradict each other. Invalidates. */
        TOKEN_MISMATCH("TokenMismatch", true),
        /** Outputs are shorter than planned although the endpoint has means to force the length. Invalidates. */
        LENGTH_NOT_ENFORCED("LengthNotEnforced", true),
        /** The load generator's own watchdogs or its certificate say no. Invalidates. */
        GENERATOR_UNFIT("GeneratorUnfit", true),
        /** A trial ended with an error: the server died, a hook failed, a deadline passed. Invalidates. */
        TRIAL_FAILED("TrialFailed", true),
        /** The share of prompt tokens from the prefix cache is not the declared one. Invalidates. */
        PREFIX_CACHE("PrefixCache", true),
        /** Not every planned trial or iteration is there. Invalidates. */
        INCOMPLETE("Incomplete", true),
        /** Outputs ended early, and nothing could have forced them. Marks. */
        SHORT_OUTPUTS("ShortOutputs", false),
        /** Outputs are longer than planned. Marks. */
        LONG_OUTPUTS("LongOutputs", false),
        /** Fewer complete requests than the floor. Marks. */
        SHORT_WINDOW("ShortWindow", false),
        /** In a closed loop, throughput of the window is more than 10 % outside of what its requests brought with its drain: it is too short for them. Marks. */
        WINDOW_SKEWED("WindowSkewed", false),
        /** The source was exhausted before the load had been full for any time: there is no stretch to judge by. Marks. */
        NO_STEADY_STRETCH("NoSteadyStretch", false),
        /** No exact source of tokens per event: ITL is absent. Marks. */
        NO_EXACT_TOKENS("NoExactTokens", false),
        /** The server sent no usage for some requests. Marks. */
        NO_USAGE("NoUsage", false),
        /** The mean prompt is more than 10 % away from the planned length. Marks. */
        INPUT_LENGTH("InputLength", false),
        /** The cap of an open loop held sends back: the nominal rate was not offered. Marks. */
        RATE_CAPPED("RateCapped", false),
        /** More prompt tokens came from the prefix cache than were declared to, by default none. Marks. */
        CACHE_HITS("CacheHits", false),
        /** Forks could not restart the server. Marks. */
        SERVER_NOT_RESTARTED("ServerNotRestarted", false),
        /** The load generator was not calibrated, because somebody asked for it: there is no certificate. Marks. */
        NOT_CALIBRATED("NotCalibrated", false),
        /** The hypervisor or other processes took more of a window from the load generator than a clean run has. Marks: whether figures suffered is measured apart. */
        HOST_DISTURBED("HostDisturbed", false),
        /** A remark of the runner. Marks. */
        NOTE("Note", false);

        private final String label;
        private final boolean invalidates;

        Code(String label, boolean invalidates) {
            this.label = label;
            this.invalidates = invalidates;
        }

        /** The name in results. */
        public String label() {
            return label;
        }

        /** Whether it makes figures unusable. */
        public boolean invalidates() {
            return invalidates;
        }
    }

    /**
     * One thing found.
     *
     * @param code label of a {@link Code}; a later version may know more
     * @param message what, how much, and what it means
     */
    public record Finding(String code, String message) {}

    /** Nothing found. */
    public static final Validity OK = new Validity(State.VALID, List.of(), List.of());

    public Validity {
        reasons = List.copyOf(reasons);
        marks = List.copyOf(marks);
    }

    /** Whether figures may be used, marked or not. */
    public boolean usable() {
        return state != State.INVALID;
    }

    /** This verdict with one more finding. */
    public Validity with(Code code, String message) {
        return with(new Finding(code.label(), message), code.invalidates());
    }

    private Validity with(Finding finding, boolean invalidates) {
        List<Finding> all = new ArrayList<>(invalidates ? reasons : marks);
        if (!all.contains(finding)) {
            all.add(finding);
        }
        return invalidates ? of(all, marks) : of(reasons, all);
    }

    /** The verdict over several parts, such as the windows of a point: each code once, with its first message and how many parts it was found in. */
    public static Validity over(List<Validity> parts) {
        return of(
                merge(parts.stream().map(Validity::reasons).toList()),
                merge(parts.stream().map(Validity::marks).toList()));
    }

    /** Both verdicts as one. */
    public Validity and(Validity other) {
        Validity both = this;
        for (List<Finding> findings : List.of(other.reasons, other.marks)) {
            for (Finding finding : findings) {
                both = both.with(finding, findings == other.reasons);
            }
        }
        return both;
    }

    /** The codes of the reasons, or of the marks if there are no reasons; empty if valid. */
    public String summary() {
        List<Finding> shown = reasons.isEmpty() ? marks : reasons;
        return shown.stream().map(Finding::code).distinct().collect(Collectors.joining(", "));
    }

    private static Validity of(List<Finding> reasons, List<Finding> marks) {
        State state = !reasons.isEmpty() ? State.INVALID : !marks.isEmpty() ? State.MARKED : State.VALID;
        return new Validity(state, reasons, marks);
    }

    private static List<Finding> merge(List<List<Finding>> parts) {
        Map<String, Finding> first = new LinkedHashMap<>();
        Map<String, Integer> foundIn = new HashMap<>();
        for (List<Finding> part : parts) {
            Set<String> codes = new HashSet<>();
            for (Finding finding : part) {
                first.putIfAbsent(finding.code(), finding);
                // A part may have several findings of one code and is one part all the same.
                if (codes.add(finding.code())) {
                    foundIn.merge(finding.code(), 1, Integer::sum);
                }
            }
        }
        return first.values().stream()
                .map(finding -> foundIn.getOrDefault(finding.code(), 0) == 1
                        ? finding
                        : new Finding(
                                finding.code(),
                                "in " + foundIn.get(finding.code()) + " of " + parts.size() + " windows, first: "
                                        + finding.message()))
                .toList();
    }
}
