package io.infermark.doctor;

import io.infermark.platform.HostView;

/** One examination of the host. */
interface HostCheck {
    /** Its stable name. */
    String name();

    CheckResult examine(HostView host, Needs needs);
}
