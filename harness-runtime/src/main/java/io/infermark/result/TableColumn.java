package io.infermark.result;

import io.infermark.metric.Counts;
import io.infermark.metric.LoadDelivery;
import io.infermark.metric.PointSummary;
import io.infermark.metric.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of figures in the table of points.
 *
 * @param header first line of its head
 * @param unit second line
 * @param rank a narrow terminal drops the highest rank first; 0 is never dropped
 * @param cell what it shows
 */
public record TableColumn(String header, String unit, int rank, Function<PointResult, String> cell) {
    /** What a cell shows where there is nothing to show. */
    public static final String ABSENT = "-";

    private static final String ENERGY = "joules_per_output_token";

    /** Precedes a value over the requests of all windows, given where single windows have too few. */
    public static final String POOLED = "~";

    /** The figures in their order, latencies in milliseconds. */
    public static List<TableColumn> figures() {
        return figures(LatencyUnit.MS);
    }

    /** The figures in their order. */
    public static List<TableColumn> figures(LatencyUnit unit) {
        List<TableColumn> columns = new ArrayList<>();
        columns.add(new TableColumn("req", "ok/failed", 0, TableColumn::requests));
        columns.add(latency("TTFT p50", unit, 0, "ttft_p50"));
        columns.add(latency("TTFT p99", unit, 3, "ttft_p99"));
        columns.add(latency("TPOT p50", unit, 1, "tpot_p50"));
        columns.add(latency("TPOT p99", unit, 6, "tpot_p99"));
        columns.add(latency("ITL p50", unit, 7, "itl_p50"));
        columns.add(latency("ITL p99", unit, 8, "itl_p99"));
        columns.add(latency("E2EL p99", unit, 5, "e2el_p99"));
        columns.add(figure("output", "tok/s", 0, "output_throughput"));
        columns.add(new TableColumn("± 95 %", "tok/s", 10, TableColumn::interval));
        columns.add(figure("total", "tok/s/GPU", 2, "total_throughput_per_gpu"));
        columns.add(figure("interact.", "tok/s/user", 4, "interactivity"));
        columns.add(new TableColumn("held or", "deliv. %", 9, TableColumn::delivery));
        return columns;
    }

    /**
     * The figures that these results have, in their order: energy only where some point has one, and with the word fake where its power was made up.
     *
     * @param results that stand in one table
     */
    public static List<TableColumn> figures(LatencyUnit unit, List<PointResult> results) {
        List<TableColumn> columns = figures(unit);
        boolean energy = results.stream()
                .map(PointResult::summary)
                .anyMatch(summary -> summary != null && summary.shown(ENERGY) != null);
        if (energy) {
            boolean fake = results.stream().anyMatch(r -> r.provenance().power() == Provenance.Power.FAKE);
            columns.add(figure(fake ? "FAKE energy" : "energy", "J/out tok", 4, ENERGY));
        }
        return columns;
    }

    private static TableColumn latency(String header, LatencyUnit unit, int rank, String name) {
        return figure(header, unit.label(), rank, name, unit::ofMillis);
    }

    private static TableColumn figure(String header, String unit, int rank, String name) {
        return figure(header, unit, rank, name, value -> value);
    }

    private static TableColumn figure(String header, String unit, int rank, String name, DoubleUnaryOperator scale) {
        return new TableColumn(header, unit, rank, result -> {
            PointSummary summary = result.summary();
            Statistic statistic =
                    summary == null ? null : summary.statistic(name).orElse(null);
            if (statistic == null) {
                return ABSENT;
            }
            Double mean = statistic.mean();
            Double pooled = statistic.pooled();
            if (mean != null) {
                return number(scale.applyAsDouble(mean));
            }
            return pooled == null ? ABSENT : POOLED + number(scale.applyAsDouble(pooled));
        });
    }

    private static String requests(PointResult result) {
        PointSummary summary = result.summary();
        if (summary == null) {
            return ABSENT;
        }
        Counts counts = summary.pooled().counts();
        return counts.ok() + "/" + counts.failed();
    }

    private static String interval(PointResult result) {
        PointSummary summary = result.summary();
        Statistic statistic =
                summary == null ? null : summary.statistic("output_throughput").orElse(null);
        return statistic == null ? ABSENT : number(statistic.ci95());
    }

    private static String delivery(PointResult result) {
        PointSummary summary = result.summary();
        if (summary == null) {
            return ABSENT;
        }
        Double held = summary.shown("held_ratio");
        Double share = held == null ? summary.shown("delivered_ratio") : held;
        return share == null ? ABSENT : String.format(Locale.ROOT, "%.1f", LoadDelivery.percent(share));
    }

    /** Four significant digits where that many are needed, never an exponent. */
    static String number(@Nullable Double value) {
        if (value == null) {
            return ABSENT;
        }
        double size = Math.abs(value);
        int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
