package io.infermark.server.recipe;

import java.util.List;

/** Log lines after which an engine of a family does not become ready. */
final class FatalLines {
    /** Engines on torch. */
    static final List<String> TORCH = List.of(
            "torch\\.(cuda\\.)?OutOfMemoryError",
            "CUDA error: ",
            "HIP error: ",
            "error: unrecognized arguments",
            "Engine core initialization failed",
            "Received sigquit from a child process",
            "GatedRepoError",
            "LocalEntryNotFoundError");

    private FatalLines() {}
}
