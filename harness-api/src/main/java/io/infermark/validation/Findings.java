package io.infermark.validation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Collects findings. Nothing is said about a member that could not be read, nor about what holds one. Of a compatible dialect, what upstream lets pass is a warning: such a
 * declaration must run as upstream runs it.
 */
final class Findings {
    /** Errors of ours that upstream does not know. What would make a matrix endless or meaningless stays an error. */
    private static final Set<Code> UPSTREAM_LETS_PASS = EnumSet.of(
            Code.PREFIX_MALFORMED,
            Code.PRECISION_UNSUPPORTED,
            Code.ENGINE_VENDOR,
            Code.LAUNCH_WITHOUT_IMAGE,
            Code.LAUNCH_WITHOUT_COMMAND,
            Code.AXIS_VALUE_TWICE,
            Code.HARDWARE_TOO_SMALL,
            Code.TP_NODES,
            Code.EP_TOO_LARGE,
            Code.EP_NOT_DIVIDING,
            Code.EP_UNSUPPORTED,
            Code.PP_UNSUPPORTED,
            Code.DP_ATTENTION_UNSUPPORTED,
            Code.SPEC_DECODING_UNSUPPORTED,
            Code.MEMORY_TOO_SMALL,
            Code.MEMORY_TIGHT,
            Code.POINT_TWICE,
            Code.WORKER_NODES);

    private final Set<String> unreadable;
    private final boolean compatible;
    private final List<Finding> list = new ArrayList<>();

    Findings(Set<String> unreadable, boolean compatible) {
        this.unreadable = unreadable;
        this.compatible = compatible;
    }

    void add(Code code, String path, Object... arguments) {
        if (unreadable.stream().noneMatch(standIn -> within(path, standIn))) {
            Finding finding = code.at(path, arguments);
            boolean lenient = compatible && UPSTREAM_LETS_PASS.contains(code);
            list.add(lenient ? new Finding(Finding.Severity.WARNING, path, finding.message()) : finding);
        }
    }

    /** Whether a part of the declaration is wrong, or could not be read. */
    boolean wrong(String part) {
        return unreadable.stream().anyMatch(path -> within(path, part))
                || list.stream()
                        .anyMatch(finding ->
                                finding.severity() == Finding.Severity.ERROR && within(finding.path(), part));
    }

    /** Whether a part could not be read, so that a stand-in is in its place. */
    boolean standsIn(String part) {
        return unreadable.contains(part);
    }

    List<Finding> all() {
        return List.copyOf(list);
    }

    private static boolean within(String path, String part) {
        return path.startsWith(part)
                && (path.length() == part.length() || ".[".indexOf(path.charAt(part.length())) >= 0);
    }
}
