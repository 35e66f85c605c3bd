package io.infermark.load.arrival;

import io.infermark.model.DurationText;
import io.infermark.model.Load;
import io.infermark.model.WindowBound;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The instants at which the requests of a window are due, in nanoseconds after its first one; ascending, the first is 0. */
public final class ArrivalSchedule {
    private static final int MOST = 50_000_000;
    private static final int MOST_DECIMALS = 100;

    private final long[] offsets;

    private ArrivalSchedule(long[] offsets) {
        this.offsets = offsets;
    }

    /**
     * A schedule of a number of requests.
     *
     * @throws IllegalArgumentException {@code [ScheduleEmpty]} for no request, {@code [TraceShort]} for more than a trace holds
     */
    public static ArrivalSchedule ofRequests(ArrivalProcess process, int requests, long seed) {
        if (requests < 1 || requests > MOST) {
            throw new IllegalArgumentException("[ScheduleEmpty] a schedule of " + requests
                    + " requests. There must be between 1 and " + MOST + ".");
        }
        if (process instanceof ArrivalProcess.Trace trace) {
            return trace.instants().first(requests);
        }
        OffsetSequence sequence = OffsetSequence.of(process, seed);
        long[] offsets = new long[requests];
        for (int i = 0; i < requests; i++) {
            offsets[i] = sequence.next();
        }
        return new ArrivalSchedule(offsets);
    }

    /** A schedule of everything that is due before a time has passed; at least the first request. */
    public static ArrivalSchedule ofTime(ArrivalProcess process, Duration time, long seed) {
        long end = time.toNanos();
        if (process instanceof ArrivalProcess.Trace trace) {
            return trace.instants().before(end);
        }
        OffsetSequence sequence = OffsetSequence.of(process, seed);
        long[] offsets = new long[1024];
        int count = 0;
        for (long next = sequence.next(); count == 0 || next < end; next = sequence.next()) {
            if (count == MOST) {
                throw new IllegalArgumentException("[ScheduleLong] more than " + MOST + " requests in "
                        + DurationText.word(time) + ". Choose a shorter window or a lower rate.");
            }
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, count * 2);
            }
            offsets[count++] = next;
        }
        return new ArrivalSchedule(Arrays.copyOf(offsets, count));
    }

    /** What a window of this bound gets of a load. */
    public static ArrivalSchedule of(Load.Open load, WindowBound bound, long seed) {
        ArrivalProcess process = ArrivalProcess.of(load);
        return bound instanceof WindowBound.Time time
                ? ofTime(process, time.duration(), seed)
                : ofRequests(process, (int) Math.min(Integer.MAX_VALUE, bound.requestsFor(load)), seed);
    }

    /**
     * Instants from elsewhere, made relative to the first.
     *
     * @throws IllegalArgumentException {@code [ScheduleEmpty]} or {@code [TraceDescends]}
     */
    public static ArrivalSchedule ofInstants(long... nanos) {
        return ofInstants(nanos, "the trace");
    }

    private static ArrivalSchedule ofInstants(long[] nanos, String trace) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException(
                    "[ScheduleEmpty] " + trace + " is without an instant. Give at least one.");
        }
        long[] offsets = new long[nanos.length];
        for (int i = 0; i < nanos.length; i++) {
            offsets[i] = nanos[i] - nanos[0];
            if (i > 0 && offsets[i] < offsets[i - 1]) {
                throw new IllegalArgumentException("[TraceDescends] instant " + (i + 1) + " of " + trace
                        + " is before the one in front of it. Sort the trace.");
            }
        }
        return new ArrivalSchedule(offsets);
    }

    /**
     * Reads a trace: one instant a line, in seconds with up to nine decimals. Empty lines and what follows {@code #} do not count.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException {@code [TraceMalformed]} with the line
     */
    public static ArrivalSchedule read(Path file) throws IOException {
        return parse(Files.readAllLines(file), file.toString());
    }

    static ArrivalSchedule parse(List<String> lines, String file) {
        long[] nanos = new long[lines.size()];
        int count = 0;
        for (int i = 0; i < nanos.length; i++) {
            String line = lines.get(i);
            int comment = line.indexOf('#');
            String text = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!text.isEmpty()) {
                nanos[count++] = nanos(text, file, i + 1);
            }
        }
        return ofInstants(Arrays.copyOf(nanos, count), "the trace " + file);
    }

    private static long nanos(String text, String file, int line) {
        try {
            BigDecimal seconds = new BigDecimal(text);
            // A few characters can stand for a number with a billion digits.
            if (seconds.scale() > MOST_DECIMALS || seconds.precision() - seconds.scale() > MOST_DECIMALS) {
                throw new ArithmeticException("far beyond what a schedule holds");
            }
            return seconds.movePointRight(9).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "[TraceMalformed] line " + line + " of " + file + ": \"" + text
                            + "\" is no instant. Write seconds, such as 12.345.",
                    e);
        }
    }

    /** Writes it as a trace that {@link #read} turns into the same schedule. */
    public void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder(offsets.length * 14);
        for (long offset : offsets) {
            text.append(BigDecimal.valueOf(offset, 9).toPlainString()).append('\n');
        }
        Files.writeString(file, text);
    }

    /** Number of requests. */
    public int size() {
        return offsets.length;
    }

    /** When request {@code index} is due, after the first. */
    public long offsetNanos(int index) {
        return offsets[index];
    }

    /** Requests a second from the first to the last: (n − 1) / span; NaN for a single request or none apart. */
    public double realisedRate() {
        long span = offsets[offsets.length - 1];
        return span > 0 ? (offsets.length - 1) / (span / 1e9) : Double.NaN;
    }

    /** The most that are due within any second; fewer than a second's worth if it is shorter. */
    public int mostInASecond() {
        int most = 0;
        int from = 0;
        for (int to = 0; to < offsets.length; to++) {
            while (offsets[to] - offsets[from] >= 1_000_000_000L) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    /** All offsets times a factor. */
    ArrivalSchedule stretched(double factor) {
        long[] stretched = new long[offsets.length];
        for (int i = 0; i < stretched.length; i++) {
            stretched[i] = Math.round(offsets[i] * factor);
        }
        return new ArrivalSchedule(stretched);
    }

    private ArrivalSchedule first(int requests) {
        if (requests > offsets.length) {
            throw new IllegalArgumentException("[TraceShort] the trace holds " + offsets.length
                    + " instants, and the window asks for " + requests + " requests. Ask for fewer.");
        }
        return new ArrivalSchedule(Arrays.copyOf(offsets, requests));
    }

    private ArrivalSchedule before(long end) {
        int count = 1;
        while (count < offsets.length && offsets[count] < end) {
            count++;
        }
        return new ArrivalSchedule(Arrays.copyOf(offsets, count));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArrivalSchedule schedule && Arrays.equals(offsets, schedule.offsets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(offsets);
    }

    @Override
    public String toString() {
        return "ArrivalSchedule[" + offsets.length + " requests in " + offsets[offsets.length - 1] + " ns]";
    }
}
