package io.infermark.validation;

/**
 * Something wrong with a declaration.
 *
 * @param path the member: {@code model.precision}, {@code hardware}, {@code server.flags[2]}, {@code workload[0].isl}, {@code sweep[1].tp[0]}, {@code exclude[0][1]}, {@code slo.ttftP99},
 *     {@code window.requests}; empty: the declaration as a whole
 * @param message with its code in brackets first
 */
public record Finding(Severity severity, String path, String message) {
    /** What a finding means for the declaration. */
    public enum Severity {
        /** It cannot run. */
        ERROR,
        /** It can run and will mislead. */
        WARNING
    }

    /** The code in brackets, without them. */
    public String code() {
        return message.substring(1, message.indexOf(']'));
    }
}
