package io.infermark.api.engine;

import io.infermark.api.Engine;
import io.infermark.api.EngineFacts;
import io.infermark.api.Launch;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;

/** The embedded engine: an OpenAI-compatible server with a step model, in a JVM of its own. Whatever it serves is labelled simulated. */
@EngineFacts(
        name = "sim",
        vendors = {Vendor.SIMULATED},
        specDecoding = {SpecDecoding.NONE, SpecDecoding.MTP, SpecDecoding.DRAFT_MODEL},
        expertParallel = true,
        dpAttention = true,
        pipelineParallel = true,
        defaultLaunch = Launch.PROCESS)
public interface Sim extends Engine {}
