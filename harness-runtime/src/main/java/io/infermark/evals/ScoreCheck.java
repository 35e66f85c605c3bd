package io.infermark.evals;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.compat.PythonText;
import io.infermark.config.master.EvalThresholds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the scores of a job against the lowest ones allowed. Nothing to check is a failure too. */
public final class ScoreCheck {
    private final Settings settings;
    private final List<String> passed = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private boolean bad;

    private ScoreCheck(Settings settings) {
        this.settings = settings;
    }

    /**
     * What is checked.
     *
     * @param meta the job's {@code meta_env.json}
     * @param results lm-eval's files, in the order in which they are reported
     * @param modelPrefix null: that of {@code meta}
     * @param fallbackPrefix used where {@code meta} has none; null: none
     * @param minScore for tasks without a threshold
     * @param metricPrefix beginning of the names of the metrics that count
     * @param expectedConcurrencies as the workflow asked, separated by spaces; null: not said
     */
    public record Settings(
            Path meta,
            List<Path> results,
            EvalThresholds thresholds,
            @Nullable String modelPrefix,
            @Nullable String fallbackPrefix,
            double minScore,
            String metricPrefix,
            @Nullable String expectedConcurrencies) {
        public Settings {
            results = List.copyOf(results);
        }
    }

    /** Lines for standard output and for standard error, and the exit code. */
    public record Report(List<String> out, List<String> err, int exitCode) {}

    /** Checks. */
    public static Report of(Settings settings) {
        return new ScoreCheck(settings).check();
    }

    private void fail(String message) {
        failed.add("FAIL: " + message);
        bad = true;
    }

    private Report check() {
        String wanted = settings.expectedConcurrencies();
        List<Integer> expected = wanted == null ? null : concurrencies(wanted);
        if (expected != null && expected.isEmpty()) {
            fail("expected concurrencies must be unique positive integers");
            return new Report(passed, failed, 1);
        }
        String prefix = prefix();
        if (prefix == null) {
            passed.add("Model prefix: <unknown> (using global default thresholds)");
        } else {
            passed.add("Model prefix: " + prefix
                    + (settings.thresholds().knows(prefix)
                            ? " (per-model thresholds apply)"
                            : " (no per-model override; using global default)"));
        }
        checkBatch(expected);
        int checked = 0;
        for (Path file : settings.results()) {
            checked += checkFile(file, prefix == null ? "" : prefix);
        }
        if (checked == 0) {
            failed.add("WARN: no metrics matched prefix '" + settings.metricPrefix() + "'");
        }
        return new Report(passed, failed, bad || checked == 0 ? 1 : 0);
    }

    /** Empty for anything but different positive integers. */
    private static List<Integer> concurrencies(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String word : Arrays.stream(text.split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList()) {
            if (!word.matches("[+]?\\d{1,9}") || Integer.parseInt(word) == 0) {
                return List.of();
            }
            numbers.add(Integer.parseInt(word));
        }
        return new HashSet<>(numbers).size() == numbers.size() ? numbers : List.of();
    }

    private @Nullable String prefix() {
        if (settings.modelPrefix() != null && !settings.modelPrefix().isEmpty()) {
            return settings.modelPrefix();
        }
        String own = EvalFiles.read(settings.meta()).path("infmax_model_prefix").asText("");
        if (!own.isEmpty() && !own.equals("unknown") && !own.equals("null")) {
            return own;
        }
        String other = settings.fallbackPrefix();
        return other == null || other.isEmpty() || other.equals("unknown") ? null : other;
    }

    private void checkBatch(@Nullable List<Integer> expected) {
        List<String> errors = new EvalBatch(settings.meta(), settings.results(), expected).errors();
        errors.forEach(this::fail);
        if (!errors.isEmpty()) {
            return;
        }
        JsonNode meta = EvalFiles.read(settings.meta());
        if (meta.has("eval_concs")) {
            passed.add("PASS: batched eval produced every requested concurrency");
        } else if (meta.isMissingNode()) {
            failed.add("WARN: could not inspect eval metadata for batched concurrency status: " + settings.meta()
                    + (Files.exists(settings.meta()) ? " is no JSON" : " is missing"));
        }
    }

    private int checkFile(Path file, String prefix) {
        OptionalInt concurrency = EvalFiles.concurrency(file);
        String label = concurrency.isPresent() ? "[conc=" + concurrency.getAsInt() + "] " : "";
        JsonNode data = EvalFiles.read(file);
        if (!data.isObject()) {
            fail(file + " holds no JSON object");
            return 0;
        }
        int checked = 0;
        for (var task : data.path("results").properties()) {
            EvalThresholds.Threshold threshold = settings.thresholds().of(prefix, task.getKey(), settings.minScore());
            for (var metric : task.getValue().properties()) {
                String name = metric.getKey();
                boolean number =
                        metric.getValue().isNumber() || metric.getValue().isBoolean();
                if (name.startsWith(settings.metricPrefix()) && !name.contains("stderr") && number) {
                    checked++;
                    double score = metric.getValue().isBoolean()
                            ? (metric.getValue().asBoolean() ? 1 : 0)
                            : metric.getValue().asDouble();
                    String shown = label + task.getKey() + " " + name + " = " + fourPlaces(score);
                    String bound = PythonText.real(threshold.score()) + " from " + threshold.source() + ")";
                    if (score < threshold.score()) {
                        fail(shown + " (< " + bound);
                    } else {
                        passed.add("PASS: " + shown + " (>= " + bound);
                    }
                }
            }
        }
        return checked;
    }

    private static String fourPlaces(double score) {
        return Double.isFinite(score)
                ? new BigDecimal(score).setScale(4, RoundingMode.HALF_EVEN).toPlainString()
                : PythonText.real(score);
    }

    /** Different numbers, ascending, as text. */
    static String list(Set<Integer> numbers) {
        return String.join(", ", numbers.stream().sorted().map(String::valueOf).toList());
    }
}
