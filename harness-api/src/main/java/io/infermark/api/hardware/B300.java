package io.infermark.api.hardware;

import io.infermark.api.Accelerator;
import io.infermark.api.AcceleratorFacts;
import io.infermark.api.Precision;
import io.infermark.api.Vendor;

/** NVIDIA B300 288 GB SXM. */
@AcceleratorFacts(
        name = "b300",
        vendor = Vendor.NVIDIA,
        gpusPerNode = 8,
        memoryGib = 267.7,
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
public interface B300 extends Accelerator {}
