package io.infermark.server.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table's content, in the order in which entries are tried: what names its cause exactly before what only names a symptom. */
final class KnownFailures {
    private KnownFailures() {}

    static List<KnownFailure> all() {
        List<KnownFailure> all = new ArrayList<>();
        all.addAll(LlamaCppFailures.ALL);
        all.addAll(ContainerFailures.ALL);
        all.addAll(GpuFailures.ALL);
        all.addAll(WeightFailures.ALL);
        all.addAll(PythonEngineFailures.ALL);
        return all;
    }

    static Diagnosis hostOutOfMemory() {
        return new Diagnosis(
                "HostOutOfMemory",
                "the kernel ended the server because host memory (or its container's limit) ran out.",
                "give the host or container more memory, or lower @Model(maxModelLen), the KV cache that is kept on the host, or the number of workers.",
                "the kernel's out-of-memory count rose while it ran",
                false);
    }

    /** What an exit code tells when no line does. */
    static Optional<Diagnosis> byExitCode(int code) {
        return switch (code) {
            case 126, 127 ->
                ofExitCode(
                        "CommandNotFound",
                        "the shell or launcher could not run the engine's executable.",
                        "install the engine, or name its executable with @Server(command = {…}).",
                        code);
            case 132 ->
                ofExitCode(
                        "IllegalInstruction",
                        "the engine was built for another processor (SIGILL).",
                        "use a build or image for this processor, for llama.cpp one without GGML_NATIVE.",
                        code);
            case 137 ->
                ofExitCode(
                        "Killed",
                        "somebody killed the server with SIGKILL: an administrator, a batch system's limit, or the kernel for want of memory.",
                        "look into dmesg and the batch system's limits.",
                        code);
            case 139 ->
                ofExitCode(
                        "Segfault",
                        "the engine crashed (SIGSEGV), most often from libraries that do not fit each other or the driver.",
                        "use the engine's own image, pinned with @Server(image = …), on a driver that it supports.",
                        code);
            default -> Optional.empty();
        };
    }

    private static Optional<Diagnosis> ofExitCode(String code, String cause, String fix, int exitCode) {
        return Optional.of(new Diagnosis(code, cause, fix, "exit code " + exitCode, false));
    }
}
