package io.infermark.server;

import io.infermark.server.diagnosis.Diagnosis;
import java.util.List;
import java.util.Optional;

/**
 * A server that ended without having been asked to.
 *
 * @param exitCode as a shell writes it: 128 + the signal's number for a signal; empty if unknown
 * @param oomKilled whether the kernel ended it, or a child of it, for want of memory
 * @param lastLines the end of its log
 * @param diagnosis what the log explains
 */
public record ServerDeath(
        Optional<Integer> exitCode, boolean oomKilled, List<String> lastLines, Optional<Diagnosis> diagnosis) {
    public ServerDeath {
        lastLines = List.copyOf(lastLines);
    }

    /** {@code exit code 137 (SIGKILL), out of memory}. */
    public String how() {
        String code = exitCode.map(c -> "exit code " + c + signalName(c)).orElse("unknown exit code");
        return oomKilled ? code + ", killed by the kernel for want of memory" : code;
    }

    private static String signalName(int code) {
        return switch (code) {
            case 129 -> " (SIGHUP)";
            case 130 -> " (SIGINT)";
            case 132 -> " (SIGILL)";
            case 134 -> " (SIGABRT)";
            case 135 -> " (SIGBUS)";
            case 136 -> " (SIGFPE)";
            case 137 -> " (SIGKILL)";
            case 139 -> " (SIGSEGV)";
            case 143 -> " (SIGTERM)";
            default -> "";
        };
    }
}
