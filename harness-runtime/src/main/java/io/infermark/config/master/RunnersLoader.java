package io.infermark.config.master;

import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.YamlDocument;
import io.infermark.config.YamlReader;
import io.infermark.config.master.Runners.NodeHardware;
import io.infermark.config.schema.Outcome;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and validates a runner file. */
public final class RunnersLoader {

    private final YamlReader reader;

    /** A loader over a reader. */
    public RunnersLoader(YamlReader reader) {
        this.reader = reader;
    }

    /**
     * Reads a runner file by the rules of a dialect.
     *
     * @param hygiene which oddities of the text are errors
     * @param warnings receives what is tolerated
     */
    public Runners load(Path file, Dialect dialect, Hygiene hygiene, List<Problem> warnings) {
        if (!Files.exists(file) && !Files.isSymbolicLink(file)) {
            throw ConfigException.of(
                    "FileMissing",
                    new SourcePosition(file.toString(), 0, 0),
                    "Runner config file '" + file + "' does not exist. Name it with --runner-config.");
        }
        YamlDocument document = reader.read(file);
        warnings.addAll(hygiene.judge(document.findings()));
        return of(document.root(), file.toString(), dialect);
    }

    /**
     * Validates a runner document.
     *
     * @throws ConfigException with every violation
     */
    public static Runners of(Value root, String source, Dialect dialect) {
        if (!(root instanceof Mapping file)) {
            throw ConfigException.of(
                    "RunnersInvalid",
                    root.position(),
                    "Runner config must define a labels mapping, but the file is a " + root.pythonType() + ".");
        }
        boolean flat = dialect == Dialect.FEB || (dialect == Dialect.NATIVE && file.get("labels") == null);
        if (flat) {
            return new Runners(source, labels(file), Map.of());
        }
        if (!(file.get("labels") instanceof Mapping labels)) {
            throw ConfigException.of(
                    "RunnersInvalid",
                    file.position(),
                    "Runner config must define a labels mapping: labels: {<label>: [<machine>, …]}.");
        }
        Map<String, List<String>> machines = labels(labels);
        Outcome outcome = Schemas.of(Dialect.HEAD).model("RunnerConfig").read(file);
        if (!outcome.isValid()) {
            throw new ConfigException(Violations.problems("Runner config failed validation", outcome.violations()));
        }
        return new Runners(source, machines, hardware((Mapping) outcome.dump()));
    }

    private static Map<String, List<String>> labels(Mapping labels) {
        Map<String, List<String>> machines = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        labels.entries().forEach((label, value) -> {
            String name = Mapping.display(label);
            if (!(value instanceof Value.Sequence list)) {
                problems.add(invalid(value, name, "must be a list, got " + value.pythonType()));
            } else if (!list.items().stream().allMatch(Value.Text.class::isInstance)) {
                problems.add(invalid(value, name, "must contain only strings"));
            } else if (list.items().isEmpty()) {
                problems.add(invalid(value, name, "cannot be an empty list"));
            } else {
                machines.put(
                        label,
                        list.items().stream()
                                .map(item -> ((Value.Text) item).text())
                                .toList());
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return machines;
    }

    private static Problem invalid(Value value, String label, String what) {
        return Problem.error("RunnersInvalid", value.position(), "Runner config entry '" + label + "' " + what);
    }

    private static Map<String, NodeHardware> hardware(Mapping file) {
        Map<String, NodeHardware> hardware = new LinkedHashMap<>();
        if (file.get("hardware") instanceof Mapping facts) {
            facts.entries().forEach((label, value) -> {
                Mapping fact = (Mapping) value;
                hardware.put(
                        label,
                        new NodeHardware(
                                number(fact, "available-cpu-dram-mib"),
                                Math.toIntExact(Math.min(Integer.MAX_VALUE, number(fact, "gpus-per-node"))),
                                fact.position()));
            });
        }
        return hardware;
    }

    private static long number(Mapping fact, String key) {
        Value value = fact.get(key);
        return value instanceof Value.Whole whole
                ? whole.number().min(BigInteger.valueOf(Long.MAX_VALUE)).longValue()
                : 0;
    }
}
