package io.infermark.model;

import io.infermark.api.Launch;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;
import java.util.List;

/** The facts of an {@link io.infermark.api.Engine}; the members mean what {@link io.infermark.api.EngineFacts} says. */
public record EngineSpec(
        String name,
        List<Vendor> vendors,
        List<String> flags,
        List<String> managedFlags,
        List<SpecDecoding> specDecoding,
        boolean expertParallel,
        boolean dpAttention,
        boolean pipelineParallel,
        Launch defaultLaunch) {
    public EngineSpec {
        vendors = List.copyOf(vendors);
        flags = List.copyOf(flags);
        managedFlags = List.copyOf(managedFlags);
        specDecoding = List.copyOf(specDecoding);
    }
}
