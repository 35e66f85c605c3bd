package io.infermark.api.engine;

import io.infermark.api.Engine;
import io.infermark.api.EngineFacts;
import io.infermark.api.Launch;
import io.infermark.api.SpecDecoding;

/** Any engine that is started by {@link io.infermark.api.Server#command()}. */
@EngineFacts(
        name = "custom",
        specDecoding = {SpecDecoding.NONE, SpecDecoding.MTP, SpecDecoding.DRAFT_MODEL},
        expertParallel = true,
        dpAttention = true,
        pipelineParallel = true,
        defaultLaunch = Launch.PROCESS)
public interface Custom extends Engine {}
