package io.infermark.evals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a job produced every concurrency that it was asked for.
 *
 * @param expected as the workflow asked; null: as {@code meta} says
 */
record EvalBatch(Path meta, List<Path> results, @Nullable List<Integer> expected) {

    /** What is wrong; empty if nothing is, or if the job is no batch and nothing was asked. */
    List<String> errors() {
        JsonNode job = EvalFiles.read(meta);
        if (!job.isObject()) {
            boolean batch = results.stream()
                    .anyMatch(file -> EvalFiles.concurrency(file).isPresent());
            return expected != null || batch
                    ? List.of("batched eval result files exist but " + meta + " is unavailable or invalid: "
                            + (Files.exists(meta) ? "it is no JSON object" : "there is no such file"))
                    : List.of();
        }
        if (!job.has("eval_concs")) {
            return expected == null ? List.of() : single(job, expected);
        }
        return batch(job);
    }

    private List<String> single(JsonNode job, List<Integer> asked) {
        if (asked.size() > 1) {
            return List.of("workflow requested multiple concurrencies but batched eval metadata is missing");
        }
        List<String> errors = new ArrayList<>();
        JsonNode concurrency = job.path("conc");
        if (!concurrency.isNumber() || concurrency.asDouble() != asked.get(0)) {
            errors.add("eval metadata concurrency does not match workflow request");
        }
        if (results.size() != 1) {
            errors.add("eval must produce exactly one result file");
        }
        return errors;
    }

    private List<String> batch(JsonNode job) {
        JsonNode planned = job.path("eval_concs");
        JsonNode completed = job.path("completed_eval_concs");
        JsonNode failed = job.path("failed_eval_concs");
        if (!planned.isArray() || !completed.isArray() || !failed.isArray()) {
            return List.of("batched eval metadata must contain list-valued concurrency fields");
        }
        if (!positive(planned) || !positive(completed) || !positive(failed)) {
            return List.of("batched eval metadata contains an invalid concurrency");
        }
        List<String> errors = new ArrayList<>();
        Set<Integer> plannedSet = set(planned);
        Set<Integer> wanted = expected == null ? plannedSet : new HashSet<>(expected);
        Set<Integer> done = set(completed);
        if (plannedSet.size() != planned.size()) {
            errors.add("batched eval metadata contains duplicate expected concurrencies");
        }
        if (done.size() != completed.size()) {
            errors.add("batched eval metadata contains duplicate completed concurrencies");
        }
        if (expected != null && !plannedSet.equals(wanted)) {
            errors.add("batched eval metadata does not match workflow concurrencies");
        }
        add(errors, "batched eval failed for concurrency: ", set(failed));
        add(errors, "batched eval is missing completed concurrency: ", without(wanted, done));
        add(errors, "batched eval completed unexpected concurrency: ", without(done, wanted));
        Set<Integer> files = new HashSet<>();
        for (Path file : results) {
            OptionalInt concurrency = EvalFiles.concurrency(file);
            if (concurrency.isPresent()) {
                files.add(concurrency.getAsInt());
            } else {
                errors.add("batched eval result lacks a concurrency suffix: " + file);
            }
        }
        add(errors, "batched eval is missing result files for concurrency: ", without(wanted, files));
        add(errors, "batched eval has unexpected result files for concurrency: ", without(files, wanted));
        return errors;
    }

    private static void add(List<String> errors, String what, Set<Integer> concurrencies) {
        if (!concurrencies.isEmpty()) {
            errors.add(what + ScoreCheck.list(concurrencies));
        }
    }

    private static boolean positive(JsonNode list) {
        for (JsonNode value : list) {
            boolean one = value.isBoolean() && value.asBoolean();
            if (!one && (!value.isIntegralNumber() || value.asLong() <= 0)) {
                return false;
            }
        }
        return true;
    }

    private static Set<Integer> set(JsonNode list) {
        Set<Integer> set = new HashSet<>();
        list.forEach(value -> set.add(value.isBoolean() ? 1 : value.asInt()));
        return set;
    }

    private static Set<Integer> without(Set<Integer> all, Set<Integer> some) {
        Set<Integer> rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
