package io.infermark.api;

import java.util.Locale;

/** The rules that a master configuration was written under, and that the class made of it keeps. */
public enum ConfigDialect {
    /** InferenceX of February 2026: what its validator lets pass is a warning here, and the same point twice is kept. */
    FEB,
    /** InferenceX of August 2026, likewise. */
    HEAD,
    /** Ours: what can't run is an error. */
    NATIVE;

    /** Whether upstream's behaviour is kept, its omissions too. */
    public boolean compatible() {
        return this != NATIVE;
    }

    /** The name used in files and on the command line: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
