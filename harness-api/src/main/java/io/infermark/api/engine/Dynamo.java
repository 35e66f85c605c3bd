package io.infermark.api.engine;

import io.infermark.api.Engine;
import io.infermark.api.EngineFacts;
import io.infermark.api.Launch;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;

/** NVIDIA Dynamo's front end on one node. */
@EngineFacts(
        name = "dynamo",
        vendors = {Vendor.NVIDIA},
        specDecoding = {SpecDecoding.NONE, SpecDecoding.MTP},
        expertParallel = true,
        dpAttention = true,
        pipelineParallel = true,
        defaultLaunch = Launch.CONTAINER)
public interface Dynamo extends Engine {}
