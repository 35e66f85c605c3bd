package io.infermark.api.hardware;

import io.infermark.api.Accelerator;
import io.infermark.api.AcceleratorFacts;
import io.infermark.api.Precision;
import io.infermark.api.Vendor;

/** The host's own processor; memory is not checked. */
@AcceleratorFacts(
        name = "cpu",
        vendor = Vendor.CPU,
        gpusPerNode = 1,
        memoryGib = 0,
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
public interface HostCpu extends Accelerator {}
