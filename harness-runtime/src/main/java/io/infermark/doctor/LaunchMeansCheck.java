package io.infermark.doctor;

import io.infermark.platform.HostView;
import java.util.List;
import java.util.stream.Stream;

/** Programs that put children into sessions and on cores of their own. */
final class LaunchMeansCheck implements HostCheck {
    @Override
    public String name() {
        return "launch-means";
    }

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        List<String> absent = Stream.of("setsid", "taskset")
                .filter(program -> host.executable(program).isEmpty())
                .toList();
        return absent.isEmpty()
                ? CheckResult.ok(name(), "setsid and taskset are there")
                : CheckResult.warn(
                        name(),
                        String.join(" and ", absent) + " not on the PATH",
                        "install util-linux: without setsid an interrupt key reaches engines too, without taskset they are not pinned.");
    }
}
