package io.infermark.api.hardware;

import io.infermark.api.Accelerator;
import io.infermark.api.AcceleratorFacts;
import io.infermark.api.Precision;
import io.infermark.api.Vendor;

/** NVIDIA GB200 NVL72, four GPUs a compute tray. */
@AcceleratorFacts(
        name = "gb200",
        vendor = Vendor.NVIDIA,
        gpusPerNode = 4,
        memoryGib = 184.0,
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
public interface GB200 extends Accelerator {}
