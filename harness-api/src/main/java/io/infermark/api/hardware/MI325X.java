package io.infermark.api.hardware;

import io.infermark.api.Accelerator;
import io.infermark.api.AcceleratorFacts;
import io.infermark.api.Precision;
import io.infermark.api.Vendor;

/** AMD Instinct MI325X 256 GB. */
@AcceleratorFacts(
        name = "mi325x",
        vendor = Vendor.AMD,
        gpusPerNode = 8,
        memoryGib = 255.7,
        precisions = {
            Precision.MXFP4,
            Precision.FP8,
            Precision.INT8,
            Precision.INT4,
            Precision.BF16,
            Precision.FP16,
            Precision.FP32
        })
public interface MI325X extends Accelerator {}
