package io.infermark.config.master;

import java.util.Locale;

/** A way to write master configurations. */
public enum Dialect {
    /** InferenceX of February 2026: {@code seq-len-configs}. */
    FEB,
    /** InferenceX of August 2026: {@code scenarios}. */
    HEAD,
    /** Ours: a superset of HEAD, with lists as sugar and stricter checks. */
    NATIVE;

    /** The name in options and messages. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Tokens that the server must hold beyond ISL + OSL, by default. */
    public int contextMargin() {
        return this == FEB ? 200 : 256;
    }
}
