package io.infermark.doctor;

import io.infermark.platform.HostView;

/** The JVM: new enough, 64 bits. */
final class JavaCheck implements HostCheck {
    @Override
    public String name() {
        return "jdk";
    }

    private static final int OLDEST = 17;

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        String version = host.property("java.runtime.version").orElse("unknown");
        String text = host.property("java.vm.name").orElse("a JVM") + " " + version + " at "
                + host.property("java.home").orElse("an unknown place");
        String feature = host.property("java.specification.version").orElse("0");
        if (!feature.matches("\\d{1,4}") || Integer.parseInt(feature) < OLDEST) {
            return CheckResult.fail(
                    name(), text, "install a JDK of version 17 or later and start the harness with it.");
        }
        if (host.property("os.arch").orElse("").matches("(i[3-6]86|x86|arm)")) {
            return CheckResult.warn(
                    name(),
                    text + ", 32 bits",
                    "use a 64-bit JDK: the generator's buffers do not fit a small address space.");
        }
        return CheckResult.ok(name(), text);
    }
}
