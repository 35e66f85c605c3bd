package io.infermark.classes;

import io.infermark.classes.ConfigSpecs.Read;
import io.infermark.config.Problem;
import io.infermark.config.Problem.Severity;
import io.infermark.validation.Finding;

/** The compiler's validator over the entries of a file. */
public final class SpecChecks {
    private SpecChecks() {}

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
