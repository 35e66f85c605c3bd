package io.infermark.doctor;

import java.util.List;
import java.util.Locale;

/**
 * The finding of one check.
 *
 * @param check its name, stable
 * @param evidence what was seen, one sentence
 * @param fix what to change; empty if there is nothing to
 */
public record CheckResult(String check, Status status, String evidence, String fix) {
    /** How bad it is, from the harmless to the worst. */
    public enum Status {
        /** It is as it should be. */
        OK,
        /** The host has no such thing, and nothing that was named needs it. */
        NOT_APPLICABLE,
        /** A run works, but figures suffer or a part is missing. */
        WARN,
        /** A run would fail. */
        FAIL;

        /** As reports write it: {@code not applicable}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    static CheckResult ok(String check, String evidence) {
        return new CheckResult(check, Status.OK, evidence, "");
    }

    static CheckResult notApplicable(String check, String evidence) {
        return new CheckResult(check, Status.NOT_APPLICABLE, evidence, "");
    }

    static CheckResult warn(String check, String evidence, String fix) {
        return new CheckResult(check, Status.WARN, evidence, fix);
    }

    /**
     * A run would not start: its results would carry the name of another accelerator.
     *
     * @param evidence what is there
     * @param declared names of those that are not
     */
    static CheckResult otherAccelerator(String check, String evidence, List<String> declared) {
        return fail(
                check,
                evidence + ", but " + String.join(", ", declared)
                        + " is declared: results would carry the name of another accelerator",
                "declare what this host has with @Hardware (a subclass that has only this and @ServingBenchmark will do), or run it on what is declared.");
    }

    static CheckResult fail(String check, String evidence, String fix) {
        return new CheckResult(check, Status.FAIL, evidence, fix);
    }
}
