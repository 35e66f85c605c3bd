/**
 * Accelerators that we know. Each is a type that is never instantiated and carries {@link io.infermark.api.AcceleratorFacts}; memory is what the device reports.
 * Price, power and sites are in {@code configs/hardware.yaml}, under the same names.
 */
@NullMarked
package io.infermark.api.hardware;

import org.jspecify.annotations.NullMarked;
