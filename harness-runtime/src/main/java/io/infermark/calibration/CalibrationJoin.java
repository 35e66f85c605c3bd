package io.infermark.calibration;

import io.infermark.record.RecordReader;
import io.infermark.record.RequestRecord;
import io.infermark.sim.RequestTruth;
import io.infermark.sim.SimTruth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Joins the generator's records with the simulator's send log. Confined to the calling thread. */
final class CalibrationJoin {
    private final Map<String, Integer> requestIndex = new HashMap<>();
    private final long[][] written;
    private final Series firstLate = new Series();
    private final Series allLate = new Series();
    private final Series readGaps = new Series();
    private final Series writtenGaps = new Series();
    private final Series sentLate = new Series();
    private int failed;

    /** Requests that have a row, by their index. */
    private final BitSet withRow = new BitSet();

    private CalibrationJoin(SimTruth truth) {
        int[] counts = new int[truth.requests().size()];
        int at = 0;
        for (RequestTruth request : truth.requests()) {
            requestIndex.put(request.requestId(), at++);
        }
        written = new long[counts.length][];
        for (int i = 0; i < truth.eventCount(); i++) {
            if (truth.event(i).tokens() > 0) {
                counts[truth.event(i).requestIndex()]++;
            }
        }
        for (int i = 0; i < counts.length; i++) {
            written[i] = new long[counts[i]];
        }
        Arrays.fill(counts, 0);
        for (int i = 0; i < truth.eventCount(); i++) {
            SimTruth.Event event = truth.event(i);
            if (event.tokens() > 0) {
                written[event.requestIndex()][counts[event.requestIndex()]++] = event.writeNanos();
            }
        }
    }

    /**
     * Joins them.
     *
     * @param ordered requests that were asked for: one without a row failed, and so did a second row of one
     */
    static CalibrationFigures of(
            Path records,
            SimTruth truth,
            int ordered,
            LoadShape shape,
            @Nullable Double runQueueShare,
            double tookMillis)
            throws IOException {
        CalibrationJoin join = new CalibrationJoin(truth);
        try (RecordReader reader = RecordReader.open(records)) {
            long origin = reader.epoch().nanoOrigin();
            // A compatible run records events without a token too.
            reader.forEach(record -> join.add(record.tokenEventsOnly(), origin));
        }
        join.failed += Math.max(0, ordered - join.withRow.cardinality());
        return join.figures(shape, runQueueShare, tookMillis);
    }

    private void add(RequestRecord record, long origin) {
        if (record.index() < 0 || withRow.get(record.index())) {
            failed++;
            return;
        }
        withRow.set(record.index());
        Integer index = requestIndex.get(record.requestId());
        long[] read = record.eventNanos();
        if (!record.ok() || index == null || written[index].length != read.length || read.length == 0) {
            failed++;
            return;
        }
        long[] writes = written[index];
        for (int i = 0; i < read.length; i++) {
            allLate.add(read[i] + origin - writes[i]);
            if (i > 0) {
                readGaps.add(read[i] - read[i - 1]);
                writtenGaps.add(writes[i] - writes[i - 1]);
            }
        }
        firstLate.add(read[0] + origin - writes[0]);
        sentLate.add(record.sentNanos() - record.intendedNanos());
    }

    private CalibrationFigures figures(LoadShape shape, @Nullable Double runQueueShare, double tookMillis) {
        return new CalibrationFigures(
                shape,
                firstLate.size(),
                failed,
                firstLate.mean() / 1e3,
                firstLate.quantile(0.99) / 1e3,
                firstLate.quantile(1) / 1e3,
                (readGaps.sigma() - writtenGaps.sigma()) / 1e3,
                allLate.quantile(0.99) / 1e3,
                sentLate.quantile(0.99) / 1e3,
                runQueueShare,
                tookMillis);
    }

    /** A growing array of nanoseconds. */
    private static final class Series {
        private long[] values = new long[1024];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        int size() {
            return size;
        }

        double mean() {
            return Arrays.stream(values, 0, size).average().orElse(0);
        }

        double sigma() {
            double mean = mean();
            return Math.sqrt(Arrays.stream(values, 0, size)
                    .mapToDouble(value -> (value - mean) * (value - mean))
                    .average()
                    .orElse(0));
        }

        /** Nearest rank. */
        double quantile(double q) {
            if (size == 0) {
                return 0;
            }
            Arrays.sort(values, 0, size);
            return values[Math.max(0, (int) Math.ceil(q * size) - 1)];
        }
    }
}
