package io.infermark.api;

/**
 * A kind of accelerator. A type that implements it carries {@link AcceleratorFacts}; it is never instantiated.
 *
 * <p>Ours are in {@code io.infermark.api.hardware}. Yours is three lines in your own project:
 * <pre>{@code
 * @AcceleratorFacts(name = "l40s", vendor = Vendor.NVIDIA, gpusPerNode = 4, memoryGib = 44.7, precisions = {FP8, BF16, FP16})
 * public interface L40s extends Accelerator {}
 * }</pre>
 */
public interface Accelerator {}
