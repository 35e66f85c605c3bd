package io.infermark.matrix;

import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.HardwareFacts;
import io.infermark.config.master.HardwareFacts.Accelerator;
import io.infermark.config.master.HardwareFacts.Prices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * About how many hours and dollars a matrix costs, row by row as it streams by: one start for each row, 2 × concurrency warm-up requests and 10 × concurrency measured ones
 * for each concurrency, a fixed time for replayed sessions. Rows are taken one after the other on each kind of hardware.
 */
public final class SweepEstimate implements RowSink {
    private static final int REQUESTS_PER_STREAM = 12;
    private static final double EVALUATION_SECONDS = 900;

    private final Pace pace;
    private final HardwareFacts hardware;
    private final Map<String, Kind> kinds = new TreeMap<>();
    private long evaluations;

    /** An estimate at a pace, with these prices. */
    public SweepEstimate(Pace pace, HardwareFacts hardware) {
        this.pace = pace;
        this.hardware = hardware;
    }

    private static final class Kind {
        private long rows;
        private long points;
        private double hours;
        private double gpuHours;
    }

    @Override
    public void row(Map<String, Value> row) {
        Accelerator accelerator = hardware.ofLabel(Python.text(Python.item(Mapping.generated(row), "runner")));
        Kind kind = kinds.computeIfAbsent(accelerator == null ? "" : accelerator.name(), name -> new Kind());
        List<Value> concs = row.get("conc") instanceof Value.Sequence list
                ? list.items()
                : List.of(Python.item(Mapping.generated(row), "conc"));
        double seconds = pace.startSeconds();
        for (Value conc : concs) {
            seconds += seconds(row, number(conc));
        }
        if (row.get("run-eval") instanceof Value.Flag eval && eval.flag()) {
            evaluations++;
            seconds += EVALUATION_SECONDS;
        }
        kind.rows++;
        kind.points += concs.size();
        kind.hours += seconds / 3_600;
        kind.gpuHours += seconds / 3_600 * gpus(row);
    }

    private double seconds(Map<String, Value> row, double concurrency) {
        Value duration = row.get("duration");
        if (duration != null) {
            return number(duration);
        }
        boolean evaluationOnly = row.get("eval-only") instanceof Value.Flag flag && flag.flag();
        Value osl = row.get("osl");
        if (evaluationOnly || osl == null || concurrency <= 0) {
            return 0;
        }
        return pace.trialFactor() * Pace.secondsOf(REQUESTS_PER_STREAM * concurrency, concurrency, number(osl));
    }

    private static double gpus(Map<String, Value> row) {
        double workers = 0;
        for (String role : List.of("prefill", "decode")) {
            if (row.get(role) instanceof Mapping worker) {
                Value count = worker.get("num-worker");
                workers += (count == null ? 1 : number(count)) * sizes(worker.entries());
            }
        }
        return workers > 0 ? workers : sizes(row);
    }

    private static double sizes(Map<String, Value> of) {
        double product = 1;
        for (String name : List.of("tp", "pp", "pcp-size")) {
            Value value = of.get(name);
            product *= value == null ? 1 : number(value);
        }
        return product;
    }

    private static double number(Value value) {
        if (value instanceof Value.Whole whole) {
            return whole.number().doubleValue();
        }
        return value instanceof Value.Real real ? real.number() : 0;
    }

    /** The estimate as lines for people, assumptions last. */
    public List<String> text() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-28s %7s %7s %10s %10s %12s",
                "hardware",
                "rows",
                "points",
                "hours",
                "GPU-hours",
                "US$"));
        Kind all = new Kind();
        double dollars = 0;
        boolean unpriced = false;
        for (Map.Entry<String, Kind> entry : kinds.entrySet()) {
            Kind kind = entry.getValue();
            Prices prices = prices(entry.getKey());
            double cost = prices == null ? 0 : kind.gpuHours * prices.rentalCents() / 100;
            unpriced |= prices == null;
            dollars += cost;
            all.rows += kind.rows;
            all.points += kind.points;
            all.hours += kind.hours;
            all.gpuHours += kind.gpuHours;
            String name = entry.getKey().isEmpty() ? "(unknown)" : entry.getKey();
            lines.add(line(name, kind, prices == null ? "-" : money(cost)));
        }
        lines.add(line("together", all, (unpriced ? ">" : "") + money(dollars)));
        lines.add("");
        lines.add("Assumed: " + String.join("; ", assumptions()) + ".");
        return lines;
    }

    private static String line(String name, Kind kind, String cost) {
        return String.format(
                Locale.ROOT,
                "%-28s %7d %7d %10.1f %10.1f %12s",
                name,
                kind.rows,
                kind.points,
                kind.hours,
                kind.gpuHours,
                cost);
    }

    private static String money(double dollars) {
        return String.format(Locale.ROOT, "%,.0f", dollars);
    }

    private @Nullable Prices prices(String name) {
        for (Accelerator accelerator : hardware.accelerators().values()) {
            if (accelerator.name().equals(name)) {
                return accelerator.prices();
            }
        }
        return null;
    }

    private List<String> assumptions() {
        List<String> said = new ArrayList<>(pace.assumptions());
        said.add("one server start a row");
        said.add(String.format(
                Locale.ROOT,
                "%d requests for each stream, %.1f s to the first token and %.0f ms for each further one",
                REQUESTS_PER_STREAM,
                Pace.TTFT_SECONDS,
                Pace.TPOT_SECONDS * 1e3));
        said.add("sessions are replayed for the time that their row states");
        if (evaluations > 0) {
            said.add(String.format(Locale.ROOT, "%d evaluations of %.0f min", evaluations, EVALUATION_SECONDS / 60));
        }
        for (String name : kinds.keySet()) {
            Prices prices = prices(name);
            if (prices != null) {
                said.add(String.format(
                        Locale.ROOT,
                        "%s at US$ %.2f a GPU-hour (rental, %s, %s)",
                        name,
                        prices.rentalCents() / 100.0,
                        prices.asOf(),
                        prices.source()));
            } else if (!name.isEmpty()) {
                said.add(name + " has no price in hardware.yaml");
            }
        }
        if (kinds.containsKey("")) {
            said.add("runner labels that name no known accelerator have no price");
        }
        return said;
    }

    /** The estimate as one JSON object. */
    public Value json() {
        Map<String, Value> root = new LinkedHashMap<>();
        root.put(
                "schema",
                Mapping.generated(Map.of(
                        "name", Value.text("infermark.estimate"), "major", Value.whole(1), "minor", Value.whole(0))));
        List<Value> list = new ArrayList<>();
        kinds.forEach((name, kind) -> {
            Map<String, Value> item = new LinkedHashMap<>();
            item.put("hardware", Value.text(name));
            item.put("rows", Value.whole(kind.rows));
            item.put("points", Value.whole(kind.points));
            item.put("hours", real(kind.hours));
            item.put("gpu_hours", real(kind.gpuHours));
            Prices prices = prices(name);
            if (prices != null) {
                item.put("usd", real(kind.gpuHours * prices.rentalCents() / 100));
            }
            list.add(Mapping.generated(item));
        });
        root.put("kinds", Value.list(list));
        root.put(
                "assumptions",
                Value.list(assumptions().stream().map(Value::text).toList()));
        return Mapping.generated(root);
    }

    private static Value real(double number) {
        return new Value.Real(number, SourcePosition.NONE);
    }
}
