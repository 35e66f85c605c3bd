package io.infermark.server;

import io.infermark.server.diagnosis.Diagnosis;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server that did not become ready. The message begins with a code in brackets and holds everything that a reader needs: what, exit code, the diagnosis with its
 * fix, and the last log lines.
 */
public final class ServerStartException extends Exception {
    private static final long serialVersionUID = 1;
    private static final int LINES_SHOWN = 20;

    private final String code;
    private final boolean beforeLaunch;
    private final transient @Nullable ServerDeath death;
    private final transient List<String> lastLines;
    private final transient @Nullable Diagnosis diagnosis;

    private ServerStartException(
            String code,
            boolean beforeLaunch,
            String message,
            @Nullable ServerDeath death,
            List<String> lastLines,
            @Nullable Diagnosis diagnosis,
            @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.beforeLaunch = beforeLaunch;
        this.death = death;
        this.lastLines = List.copyOf(lastLines);
        this.diagnosis = diagnosis;
    }

    /**
     * A failure before anything was started.
     *
     * @param sentence what, where, why and what to change, without the code; null: the cause has none either
     */
    public static ServerStartException preflight(String code, @Nullable String sentence, @Nullable Throwable cause) {
        return new ServerStartException(code, true, "[" + code + "] " + sentence, null, List.of(), null, cause);
    }

    /** A failure of something that was started, with the end of its log. */
    public static ServerStartException started(
            String code, String sentence, List<String> lastLines, Optional<Diagnosis> diagnosis) {
        return new ServerStartException(
                code,
                false,
                message(code, sentence, lastLines, diagnosis),
                null,
                lastLines,
                diagnosis.orElse(null),
                null);
    }

    /** A server that died before it was ready. */
    public static ServerStartException died(String code, String sentence, ServerDeath death) {
        return new ServerStartException(
                code,
                false,
                message(code, sentence, death.lastLines(), death.diagnosis()),
                death,
                death.lastLines(),
                death.diagnosis().orElse(null),
                null);
    }

    /** The code in brackets, without them. */
    public String code() {
        return code;
    }

    /** Whether it was found before anything was launched: this host can't do it. */
    public boolean beforeLaunch() {
        return beforeLaunch;
    }

    /** How it died; empty if it did not. */
    public Optional<ServerDeath> death() {
        return Optional.ofNullable(death);
    }

    /** Its exit code; empty if it did not die. */
    public Optional<Integer> exitCode() {
        return death == null ? Optional.empty() : death.exitCode();
    }

    /** Whether the kernel ended it for want of memory. */
    public boolean oomKilled() {
        return death != null && death.oomKilled();
    }

    /** The end of its log. */
    public List<String> lastLines() {
        return lastLines;
    }

    /** What the log explains. */
    public Optional<Diagnosis> diagnosis() {
        return Optional.ofNullable(diagnosis);
    }

    private static String message(String code, String sentence, List<String> lines, Optional<Diagnosis> diagnosis) {
        StringBuilder text = new StringBuilder("[").append(code).append("] ").append(sentence);
        diagnosis.ifPresent(
                d -> text.append(System.lineSeparator()).append("  ").append(d.text()));
        if (!lines.isEmpty()) {
            text.append(System.lineSeparator()).append("  last lines of its log:");
            lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size())
                    .forEach(line ->
                            text.append(System.lineSeparator()).append("  | ").append(line));
        }
        return text.toString();
    }
}
