package io.infermark.metric;

import io.infermark.record.RequestRecord;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lengths and sources of token counts. */
final class TokenSample {
    private final SortedMap<String, Integer> perEvent = new TreeMap<>();
    private final DoubleSeries inputTokens = new DoubleSeries();
    private final DoubleSeries outputTokens = new DoubleSeries();
    private final DoubleSeries plannedInput = new DoubleSeries();
    private int ok;
    private int withoutUsage;
    private int uncounted;
    private int shortOutputs;
    private int longOutputs;
    private int mismatches;
    private @Nullable String firstMismatch;
    private int withoutInput;
    private int cacheKnown;
    private long cached;
    private long failedOutput;
    private boolean failedUnknown;

    void addOk(RequestRecord request, RequestFigures figures) {
        ok++;
        perEvent.merge(request.tokenSource().label(), 1, Integer::sum);
        if (request.usageOutputTokens() < 0) {
            withoutUsage++;
        }
        if (figures.outputTokens() < 0) {
            uncounted++;
        } else {
            outputTokens.add(figures.outputTokens());
            if (figures.outputTokens() < request.plannedOutputTokens()) {
                shortOutputs++;
            } else if (figures.outputTokens() > request.plannedOutputTokens()) {
                longOutputs++;
            }
        }
        if (request.usageInputTokens() < 0) {
            withoutInput++;
        } else {
            inputTokens.add(request.usageInputTokens());
            plannedInput.add(request.plannedInputTokens());
        }
        if (request.cachedTokens() >= 0) {
            cacheKnown++;
            cached += request.cachedTokens();
        }
        if (figures.mismatch(request)) {
            mismatches++;
            if (firstMismatch == null) {
                firstMismatch = "request " + request.requestId() + ": " + figures.eventSum() + " tokens in events ("
                        + request.tokenSource().label() + "), " + request.usageOutputTokens() + " in usage";
            }
        }
    }

    void addFailed(RequestRecord request, RequestFigures figures) {
        if (request.eventNanos().length == 0) {
            return;
        }
        if (figures.eventSum() >= 0) {
            failedOutput += figures.eventSum();
        } else {
            failedUnknown = true;
        }
    }

    void absorb(TokenSample other) {
        other.perEvent.forEach((source, count) -> perEvent.merge(source, count, Integer::sum));
        inputTokens.addAll(other.inputTokens);
        outputTokens.addAll(other.outputTokens);
        plannedInput.addAll(other.plannedInput);
        ok += other.ok;
        withoutUsage += other.withoutUsage;
        uncounted += other.uncounted;
        shortOutputs += other.shortOutputs;
        longOutputs += other.longOutputs;
        mismatches += other.mismatches;
        firstMismatch = firstMismatch == null ? other.firstMismatch : firstMismatch;
        withoutInput += other.withoutInput;
        cacheKnown += other.cacheKnown;
        cached += other.cached;
        failedOutput += other.failedOutput;
        failedUnknown |= other.failedUnknown;
    }

    int shortOutputs() {
        return shortOutputs;
    }

    int longOutputs() {
        return longOutputs;
    }

    Distribution inputTokens() {
        return inputTokens.distribution();
    }

    Distribution outputTokens() {
        return outputTokens.distribution();
    }

    /** Mean input ÷ mean planned input; NaN if no usage was sent or nothing was planned. */
    double inputRatio() {
        return inputTokens.sum() / plannedInput.sum();
    }

    TokenCounts counts() {
        boolean cacheSaid = ok > 0 && cacheKnown == ok;
        double input = inputTokens.sum();
        return new TokenCounts(
                source(),
                perEvent,
                withoutUsage,
                uncounted,
                mismatches,
                firstMismatch,
                ok == 0 || withoutInput > 0 ? null : Long.valueOf((long) input),
                ok == 0 || uncounted > 0 ? null : Long.valueOf((long) outputTokens.sum()),
                failedUnknown ? null : Long.valueOf(failedOutput),
                cacheSaid ? Long.valueOf(cached) : null,
                cacheSaid && withoutInput == 0 && input > 0 ? Double.valueOf((double) cached / input) : null);
    }

    private String source() {
        if (ok == 0 || uncounted == ok) {
            return "none";
        }
        if (withoutUsage == 0) {
            return "usage";
        }
        return withoutUsage == ok && uncounted == 0 ? "events" : "mixed";
    }
}
