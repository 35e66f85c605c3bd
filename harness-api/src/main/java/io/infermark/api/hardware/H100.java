package io.infermark.api.hardware;

import io.infermark.api.Accelerator;
import io.infermark.api.AcceleratorFacts;
import io.infermark.api.Precision;
import io.infermark.api.Vendor;

/** NVIDIA H100 80 GB SXM. */
@AcceleratorFacts(
        name = "h100",
        vendor = Vendor.NVIDIA,
        gpusPerNode = 8,
        memoryGib = 79.6,
        precisions = {
            Precision.MXFP4,
            Precision.FP8,
            Precision.INT8,
            Precision.INT4,
            Precision.BF16,
            Precision.FP16,
            Precision.FP32
        })
public interface H100 extends Accelerator {}
