package io.infermark.doctor;

import io.infermark.platform.HostView;

/** Cores: the generator and an engine on this host need one each. */
final class CoresCheck implements HostCheck {
    @Override
    public String name() {
        return "cores";
    }

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        int cores = host.cores().size();
        if (cores < 2) {
            return CheckResult.warn(
                    name(),
                    "1 core is usable",
                    "give the harness at least 2 cores (taskset, cpuset, the container's --cpus): engine and generator on one core measure each other.");
        }
        return CheckResult.ok(name(), cores + " cores are usable: " + host.cores());
    }
}
