package io.infermark.api.hardware;

import io.infermark.api.Accelerator;
import io.infermark.api.AcceleratorFacts;
import io.infermark.api.Precision;
import io.infermark.api.Vendor;

/** NVIDIA GB300 NVL72, four GPUs a compute tray. */
@AcceleratorFacts(
        name = "gb300",
        vendor = Vendor.NVIDIA,
        gpusPerNode = 4,
        memoryGib = 276.0,
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
public interface GB300 extends Accelerator {}
