package io.infermark.api.hardware;

import io.infermark.api.Accelerator;
import io.infermark.api.AcceleratorFacts;
import io.infermark.api.Precision;
import io.infermark.api.Vendor;

/** NVIDIA B200 180 GB SXM. */
@AcceleratorFacts(
        name = "b200",
        vendor = Vendor.NVIDIA,
        gpusPerNode = 8,
        memoryGib = 178.4,
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
public interface B200 extends Accelerator {}
