package io.infermark.server.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table's content, in the order in which entries are tried. */
final class KnownFailures {
    private KnownFailures() {}

    static List<KnownFailure> all() {
        List<KnownFailure> all = new ArrayList<>();
        all.addAll(LlamaCppFailures.ALL);
        return all;
    }

    static Diagnosis hostOutOfMemory() {
        return new Diagnosis(
                "HostOutOfMemory",
                "the kernel ended the server because host memory (or its container's limit) ran out.",
                "give the host or container more memory, or lower --max-model-len (@Model(maxModelLen)), the KV cache kept on the host, or the number of workers.",
                "the kernel's out-of-memory count rose while it ran",
                false);
    }

    /** What an exit code tells when no line does. */
    static Optional<Diagnosis> byExitCode(int code) {
        return switch (code) {
            case 126, 127 ->
                Optional.of(new Diagnosis(
                        "CommandNotFound",
                        "the shell or launcher could not run the engine's executable.",
                        "install the engine, or name its executable with @Server(command = {…}).",
                        "exit code " + code,
                        false));
            case 132 ->
                Optional.of(new Diagnosis(
                        "IllegalInstruction",
                        "the engine was built for another processor (SIGILL).",
                        "use a build for this processor.",
                        "exit code 132",
                        false));
            case 137 ->
                Optional.of(new Diagnosis(
                        "Killed",
                        "somebody killed the server with SIGKILL: an administrator, a batch system's limit, or the kernel for want of memory.",
                        "look into dmesg and the batch system's limits.",
                        "exit code 137",
                        false));
            default -> Optional.empty();
        };
    }
}
