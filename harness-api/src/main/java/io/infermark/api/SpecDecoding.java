package io.infermark.api;

import java.util.Locale;

/** Speculative decoding of a point. */
public enum SpecDecoding {
    /** One token a step. */
    NONE,
    /** Multi-token prediction heads of the model itself. */
    MTP,
    /** A separate draft model. */
    DRAFT_MODEL;

    /** The name used in configuration files and results: {@code none}, {@code mtp}, {@code draft_model}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
