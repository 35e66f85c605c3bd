package io.infermark.api;

import java.util.Locale;
import java.util.Optional;

/** The number format of a model's weights. */
public enum Precision {
    FP4(0.5),
    MXFP4(0.53125),
    INT4(0.5),
    FP8(1),
    INT8(1),
    FP16(2),
    BF16(2),
    FP32(4),
    /** Not stated: only for endpoints that somebody else runs. No hardware supports it, so a class can't say it. */
    UNKNOWN(0);

    private final double bytesPerParameter;

    Precision(double bytesPerParameter) {
        this.bytesPerParameter = bytesPerParameter;
    }

    /** Bytes of memory that one weight takes, block scales included where the format has them (MXFP4: one byte for 32 weights). */
    public double bytesPerParameter() {
        return bytesPerParameter;
    }

    /** The name used in configuration files and results: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The precision with this {@link #label()}, in any case; empty if there is none. */
    public static Optional<Precision> of(String label) {
        for (Precision precision : values()) {
            if (precision.label().equals(label.toLowerCase(Locale.ROOT))) {
                return Optional.of(precision);
            }
        }
        return Optional.empty();
    }
}
