package io.infermark.run;

import io.infermark.api.Launch;
import io.infermark.model.BenchmarkSpec;
import io.infermark.platform.Cores;
import io.infermark.platform.Listeners;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

    /**
     * The last core that the server leaves to others: the embedded engine has core 0 to itself, and a server on this host that somebody holds to some cores has these. -1 if a server on this
     * host may use all cores, or none is there.
     */
    static int coreBeside(BenchmarkSpec spec, List<URI> urls) {
        List<Integer> usable = Cores.usable();
        if (isEmbedded(spec)) {
            return usable.size() > 1 ? usable.get(usable.size() - 1) : -1;
        }
        Set<Integer> taken = new HashSet<>();
        for (URI url : urls) {
            if (isHere(url)) {
                taken.addAll(Listeners.coresOf(url.getPort()).map(Cores::parse).orElse(usable));
            }
        }
        List<Integer> left =
                usable.stream().filter(core -> !taken.contains(core)).toList();
        return taken.isEmpty() || left.isEmpty() ? -1 : left.get(left.size() - 1);
    }

    /** By a literal: a name would have to be resolved. */
    private static boolean isHere(URI url) {
        String host = url.getHost();
        return host != null && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
    }
}
