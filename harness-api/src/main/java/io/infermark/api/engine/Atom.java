package io.infermark.api.engine;

import io.infermark.api.Engine;
import io.infermark.api.EngineFacts;
import io.infermark.api.Launch;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;

/** AMD ATOM. */
@EngineFacts(
        name = "atom",
        vendors = {Vendor.AMD},
        specDecoding = {SpecDecoding.NONE, SpecDecoding.MTP},
        expertParallel = true,
        dpAttention = true,
        defaultLaunch = Launch.CONTAINER)
public interface Atom extends Engine {}
