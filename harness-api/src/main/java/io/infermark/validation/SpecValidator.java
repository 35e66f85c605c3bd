package io.infermark.validation;

import io.infermark.model.BenchmarkSpec;
import java.util.List;
import java.util.Set;

/** Finds everything that is wrong with a declaration. Pure: the same declaration has the same findings, in the same order. */
public final class SpecValidator {
    private SpecValidator() {}

    /** All findings about a declaration. */
    public static List<Finding> validate(BenchmarkSpec spec) {
        return validate(spec, Set.of(), NodeSizes.UNKNOWN);
    }

    /** Findings about what is served on the declaration's own hardware. */
    public static List<Finding> validateServing(BenchmarkSpec spec) {
        return validateServing(spec, Set.of(), NodeSizes.UNKNOWN);
    }

    /**
     * Findings about what is served, on what and how: those that need neither the whole matrix nor the way it is measured. For files, which state no more.
     *
     * @param unreadable paths of members that stand-ins replace, about which nothing is said
     * @param others nodes of hardware that workers name
     */
    public static List<Finding> validateServing(BenchmarkSpec spec, Set<String> unreadable, NodeSizes others) {
        Findings findings = new Findings(unreadable, spec.master().dialect().compatible());
        new ServedRules(spec, findings).check();
        WorkloadRules.check(spec, findings);
        new RowRules(spec, findings).check();
        new MatrixRules(spec, findings).checkPoints();
        new ClusterRules(spec, others, findings).check();
        return findings.all();
    }

    /**
     * All findings about a declaration of which some members could not be read.
     *
     * @param unreadable paths of those members; stand-ins are in their place, about which nothing is said
     * @param others nodes of hardware that workers name
     */
    public static List<Finding> validate(BenchmarkSpec spec, Set<String> unreadable, NodeSizes others) {
        Findings findings = new Findings(unreadable, spec.master().dialect().compatible());
        new ServedRules(spec, findings).check();
        new EndpointRules(spec.server().endpoint(), findings).check();
        WorkloadRules.check(spec, findings);
        new RowRules(spec, findings).check();
        new ExclusionRules(spec, findings).check();
        new RunRules(spec, findings).check();
        new MatrixRules(spec, findings).check();
        new ClusterRules(spec, others, findings).check();
        return findings.all();
    }
}
