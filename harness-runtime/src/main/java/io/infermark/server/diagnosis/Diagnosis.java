package io.infermark.server.diagnosis;

/**
 * Why a server failed, as far as its log tells.
 *
 * @param code stable name of the entry
 * @param cause what happened
 * @param fix what to change, naming the annotation or flag
 * @param evidence the line that told
 * @param documented whether the message is known from sources and documentation only, never seen from a running engine by this project
 */
public record Diagnosis(String code, String cause, String fix, String evidence, boolean documented) {
    /** One line for a reader: {@code diagnosis [CODE]: cause Fix: fix (line)}. */
    public String text() {
        return "diagnosis [" + code + "]: " + cause + " Fix: " + fix + " (from: \"" + evidence + "\")";
    }
}
