package io.infermark.api.engine;

import io.infermark.api.Engine;
import io.infermark.api.EngineFacts;
import io.infermark.api.Launch;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;

/** Hugging Face Text Generation Inference. */
@EngineFacts(
        name = "tgi",
        vendors = {Vendor.NVIDIA, Vendor.AMD, Vendor.INTEL, Vendor.CPU},
        specDecoding = {SpecDecoding.NONE},
        defaultLaunch = Launch.CONTAINER)
public interface Tgi extends Engine {}
