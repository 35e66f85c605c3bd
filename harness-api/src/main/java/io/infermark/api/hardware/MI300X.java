package io.infermark.api.hardware;

import io.infermark.api.Accelerator;
import io.infermark.api.AcceleratorFacts;
import io.infermark.api.Precision;
import io.infermark.api.Vendor;

/** AMD Instinct MI300X 192 GB. */
@AcceleratorFacts(
        name = "mi300x",
        vendor = Vendor.AMD,
        gpusPerNode = 8,
        memoryGib = 191.7,
        precisions = {
            Precision.MXFP4,
            Precision.FP8,
            Precision.INT8,
            Precision.INT4,
            Precision.BF16,
            Precision.FP16,
            Precision.FP32
        })
public interface MI300X extends Accelerator {}
