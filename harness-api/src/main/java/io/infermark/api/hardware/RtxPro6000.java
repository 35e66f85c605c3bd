package io.infermark.api.hardware;

import io.infermark.api.Accelerator;
import io.infermark.api.AcceleratorFacts;
import io.infermark.api.Precision;
import io.infermark.api.Vendor;

/** NVIDIA RTX PRO 6000 Blackwell Server Edition 96 GB. */
@AcceleratorFacts(
        name = "rtx6000pro",
        vendor = Vendor.NVIDIA,
        gpusPerNode = 8,
        memoryGib = 94.9,
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
public interface RtxPro6000 extends Accelerator {}
