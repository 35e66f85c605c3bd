package io.infermark.classes;

import io.infermark.api.Precision;
import io.infermark.classes.ConfigSpecs.Read;
import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.Problem.Severity;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.MasterFile;
import io.infermark.config.master.ModelFacts;
import io.infermark.config.master.ModelFacts.Facts;
import io.infermark.config.master.Runners;
import io.infermark.config.master.SiteNodes;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.ModelSpec;
import io.infermark.server.recipe.RecipeRegistry;
import io.infermark.validation.Code;
import io.infermark.validation.Finding;
import io.infermark.validation.SpecValidator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The compiler's validator over the entries of a file: whether a recipe serves them, the engine and the hardware can do what is asked, and the model fits. Errors in native
 * files, warnings in compatible ones. What several entries get wrong together, or only a file can, is said by {@link io.infermark.config.master.SanityChecks}.
 */
public final class SpecChecks {
    /** Rows are looked at by their highest concurrency alone here; what needs all of them, of all entries, is {@code SanityChecks}'. */
    private static final Set<String> OF_ALL_ENTRIES =
            Set.of(Code.AXIS_VALUE_TWICE.code(), Code.POINT_TWICE.code(), Code.WORKLOAD_UNUSED.code());

    private final MasterFile file;
    private final SiteNodes nodes;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private @Nullable ModelFacts facts;
    private @Nullable RecipeRegistry recipes;

    /** Checks of a file on the nodes of a site. */
    public SpecChecks(MasterFile file, Runners runners) {
        this.file = file;
        this.nodes = new SiteNodes(runners);
    }

    /** Everything found, each sentence once. */
    public List<Problem> problems() {
        problems.clear();
        List<Read> entries;
        try {
            entries = ConfigSpecs.checkable(file, nodes);
        } catch (ConfigException e) {
            // A number that no matrix can hold is reported by whoever needs it.
            return List.of();
        }
        entries.forEach(this::check);
        return new ArrayList<>(problems);
    }

    private void check(Read read) {
        checkRecipe(read);
        for (Finding finding : SpecValidator.validateServing(withFacts(read.spec()), read.unreadable(), nodes)) {
            Problem problem = problem(
                    read, finding, finding.severity() == Finding.Severity.ERROR ? Severity.ERROR : Severity.WARNING);
            if (!OF_ALL_ENTRIES.contains(problem.code())) {
                add(withSource(problem, read));
            }
        }
    }

    private void add(Problem problem) {
        problems.add(file.dialect() == Dialect.NATIVE ? problem : problem.as(Severity.WARNING));
    }

    /** Where the size of a node is written, which may be what is wrong. */
    private Problem withSource(Problem problem, Read read) {
        if (!problem.code().equals(Code.HARDWARE_TOO_SMALL.code())) {
            return problem;
        }
        String label = read.spec().hardware().label();
        return nodes.node(label)
                .map(node -> new Problem(
                        problem.severity(),
                        problem.code(),
                        problem.position(),
                        problem.message() + " Nodes of " + label + " have " + node.gpus() + " GPUs by " + node.source()
                                + "."))
                .orElse(problem);
    }

    private void checkRecipe(Read read) {
        BenchmarkSpec spec = read.spec();
        String framework = spec.master().framework().isEmpty()
                ? spec.server().engine().name()
                : spec.master().framework();
        if (!KnownTypes.knowsEngine(framework) && !recipes().contains(framework)) {
            String message = "'" + read.entry().key() + "': no recipe starts " + framework + " with "
                    + spec.model().precision().label() + " on "
                    + spec.hardware().name() + ". Known frameworks: "
                    + String.join(", ", recipes())
                    + ", and what begins or ends with one of them. A recipe of your own implements ServerRecipe.";
            add(Problem.error("RecipeMissing", read.position("server.engine"), message));
        }
        String stated = spec.master().precision();
        if (!stated.isEmpty() && Precision.of(stated).isEmpty()) {
            String message = "'" + read.entry().key() + "': the precision '" + stated
                    + "' is not known, so neither hardware nor memory can be checked. Known: "
                    + String.join(
                            ", ",
                            spec.hardware().precisions().stream()
                                    .map(Precision::label)
                                    .toList())
                    + ".";
            add(Problem.error("PrecisionUnknown", read.position("model.precision"), message));
        }
    }

    private List<String> recipes() {
        RecipeRegistry known = recipes;
        if (known == null) {
            known = RecipeRegistry.standard();
            recipes = known;
        }
        return known.engines();
    }

    private BenchmarkSpec withFacts(BenchmarkSpec spec) {
        ModelFacts known = facts;
        if (known == null) {
            known = ModelFacts.bundled();
            facts = known;
        }
        Facts of = known.ofId(spec.model().id()).orElse(null);
        boolean weightsKnown = spec.master().precision().isEmpty();
        if (of == null || !weightsKnown) {
            return spec;
        }
        ModelSpec m = spec.model();
        ModelSpec model = new ModelSpec(
                m.id(),
                m.prefix(),
                m.precision(),
                m.servedName(),
                m.tokenizer(),
                m.revision(),
                of.parametersBillions(),
                of.layers(),
                of.kvHeads(),
                of.headDim(),
                m.maxModelLen());
        return new BenchmarkSpec(
                spec.benchmark(),
                spec.description(),
                model,
                spec.hardware(),
                spec.server(),
                spec.workloads(),
                spec.rows(),
                spec.exclusions(),
                spec.slo(),
                spec.run(),
                spec.maxPoints(),
                spec.master());
    }

    /** A finding as a problem of the file. */
    static Problem problem(Read read, Finding finding, Severity severity) {
        String message = finding.message();
        int end = message.indexOf(']');
        String code = message.substring(1, end);
        String text =
                "'" + read.entry().key() + "': " + message.substring(end + 2).strip();
        return new Problem(severity, code, read.position(finding.path()), text);
    }
}
