package io.infermark.api.hardware;

import io.infermark.api.Accelerator;
import io.infermark.api.AcceleratorFacts;
import io.infermark.api.Precision;
import io.infermark.api.Vendor;

/** The embedded engine's pretended accelerator: nothing measured on it is a fact about hardware. */
@AcceleratorFacts(
        name = "sim",
        vendor = Vendor.SIMULATED,
        gpusPerNode = 8,
        memoryGib = 80.0,
        precisions = {
            Precision.FP4,
            Precision.MXFP4,
            Precision.FP8,
            Precision.INT8,
            Precision.INT4,
            Precision.BF16,
            Precision.FP16,
            Precision.FP32
        })
public interface SimulatedGpu extends Accelerator {}
