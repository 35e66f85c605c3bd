package io.infermark.run;

import io.infermark.platform.HostFacts;
import java.util.Map;
import java.util.TreeMap;

/** What the machine was like, as results carry it: what could not be read is there with its reason. */
final class HostEnvironment {
    private HostEnvironment() {}

    static Map<String, String> facts() {
        HostFacts host = HostFacts.read();
        Map<String, String> facts = new TreeMap<>(host.facts());
        host.absent().forEach((name, reason) -> facts.put(name, "unknown: " + reason));
        host.gpus()
                .forEach(gpu -> facts.put(
                        "gpu" + gpu.index(),
                        gpu.name() + ", driver " + gpu.driver() + ", " + gpu.memoryTotalMib() + " MiB, of them "
                                + gpu.memoryUsedMib() + " in use before the run"));
        return facts;
    }
}
