package io.infermark.doctor;

import io.infermark.platform.HostView;
import java.util.List;
import java.util.function.Supplier;

/** Servers that a killed run left behind, which hold GPUs and memory. */
final class LeftoversCheck implements HostCheck {
    private final Supplier<List<String>> leftovers;

    /** @param leftovers finds them, a line each */
    LeftoversCheck(Supplier<List<String>> leftovers) {
        this.leftovers = leftovers;
    }

    @Override
    public String name() {
        return "leftovers";
    }

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        List<String> found = leftovers.get();
        return found.isEmpty()
                ? CheckResult.ok(name(), "no server of a dead run")
                : CheckResult.warn(name(), String.join("; ", found), "infermark reap ends them.");
    }
}
