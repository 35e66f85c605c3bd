package io.infermark.api;

/** Who makes an accelerator; decides how its devices are handed to a server. */
public enum Vendor {
    NVIDIA,
    AMD,
    INTEL,
    /** No accelerator: the model runs on the host's processor. */
    CPU,
    /** The embedded engine: no model at all. Everything measured on it is labelled simulated. */
    SIMULATED
}
