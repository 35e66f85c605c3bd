package io.infermark.doctor;

import io.infermark.platform.HostView;
import java.util.List;

/** Executables of engines that are started as processes. */
final class ProgramsCheck implements HostCheck {
    @Override
    public String name() {
        return "engines";
    }

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        if (!needs.impossible().isEmpty()) {
            return CheckResult.fail(
                    name(),
                    String.join(" ", needs.impossible()),
                    "correct the declaration; infermark -dry REGEX shows the start.");
        }
        if (needs.programs().isEmpty()) {
            return CheckResult.notApplicable(name(), "no benchmark that was named starts an engine as a process");
        }
        List<String> absent = needs.programs().stream()
                .filter(program -> host.executable(program).isEmpty())
                .sorted()
                .toList();
        return absent.isEmpty()
                ? CheckResult.ok(name(), needs.programs().stream().sorted().toList() + " can be run")
                : CheckResult.fail(
                        name(),
                        absent + " cannot be run from this PATH",
                        "install the engine, activate its environment, or name its executable with @Server(command = {\"/path/to/…\"}).");
    }
}
