package io.infermark.api.engine;

import io.infermark.api.Engine;
import io.infermark.api.EngineFacts;
import io.infermark.api.Launch;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;

/** transformers serve. */
@EngineFacts(
        name = "transformers",
        vendors = {Vendor.NVIDIA, Vendor.AMD, Vendor.CPU, Vendor.INTEL},
        specDecoding = {SpecDecoding.NONE},
        defaultLaunch = Launch.PROCESS)
public interface TransformersServe extends Engine {}
