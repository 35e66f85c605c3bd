package io.infermark.api.hardware;

import io.infermark.api.Accelerator;
import io.infermark.api.AcceleratorFacts;
import io.infermark.api.Precision;
import io.infermark.api.Vendor;

/** AMD Instinct MI355X 288 GB. */
@AcceleratorFacts(
        name = "mi355x",
        vendor = Vendor.AMD,
        gpusPerNode = 8,
        memoryGib = 287.7,
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
public interface MI355X extends Accelerator {}
