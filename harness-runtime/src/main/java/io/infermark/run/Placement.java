package io.infermark.run;

import io.infermark.api.Launch;
import io.infermark.model.BenchmarkSpec;

/** Which cores the parts of a run on this host get. */
final class Placement {
    private Placement() {}

    /** Whether the server is the embedded engine, started by us. */
    static boolean isEmbedded(BenchmarkSpec spec) {
        return spec.server().engine().name().equals("sim") && spec.server().launch() == Launch.PROCESS;
    }

    /** Cores of the server's process, as {@code taskset -c} takes them; empty: any. */
    static String serverCores(BenchmarkSpec spec) {
        return isEmbedded(spec) && Runtime.getRuntime().availableProcessors() > 1 ? "0" : "";
    }
}
