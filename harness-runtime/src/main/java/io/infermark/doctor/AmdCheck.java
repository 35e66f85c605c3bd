package io.infermark.doctor;

import io.infermark.api.Vendor;
import io.infermark.platform.AmdSmi;
import io.infermark.platform.HostView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** AMD's driver and devices. */
final class AmdCheck implements HostCheck {
    @Override
    public String name() {
        return "amd-gpu";
    }

    private static final Path KFD = Path.of("/dev/kfd");
    private static final Path DRI = Path.of("/dev/dri");

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        int wanted = needs.gpusOf(Vendor.AMD);
        if (!host.exists(KFD)) {
            return wanted > 0
                    ? CheckResult.fail(
                            name(),
                            wanted + " AMD GPUs are needed, but there is no /dev/kfd",
                            "load the driver (modprobe amdgpu), or correct @Hardware.")
                    : CheckResult.notApplicable(name(), "no /dev/kfd: no AMD GPU");
        }
        if (!host.usable(KFD)) {
            return CheckResult.fail(
                    name(),
                    "/dev/kfd may not be opened by this user",
                    "usermod -aG video,render $USER, and log in again.");
        }
        long nodes = host.entries(DRI).stream()
                .filter(node -> node.startsWith("renderD"))
                .count();
        String text = "/dev/kfd can be opened, " + nodes + " render nodes in /dev/dri";
        if (nodes < wanted) {
            return CheckResult.fail(
                    name(),
                    text + ", but " + wanted + " GPUs are needed",
                    "lower @Sweep(tp, pp), or correct @Hardware.");
        }
        Optional<HostView.Said> said = host.run("amd-smi", "list").or(() -> host.run("rocm-smi", "--showid"));
        if (said.isEmpty()) {
            return CheckResult.warn(
                    name(),
                    text + ", neither amd-smi nor rocm-smi on the PATH",
                    "install amd-smi: power and memory are read with it.");
        }
        if (said.get().exitCode() != 0) {
            return CheckResult.fail(
                    name(),
                    text + ", but amd-smi fails: " + said.get().firstLine(),
                    "reload amdgpu or reboot; dmesg tells why.");
        }
        String gpu = host.run(AmdSmi.namesCommand("amd-smi").toArray(String[]::new))
                .flatMap(names -> AmdSmi.names(names.text()).values().stream().findFirst())
                .orElse("");
        List<String> others = needs.othersThan(gpu);
        return others.isEmpty()
                ? CheckResult.ok(name(), text)
                : CheckResult.otherAccelerator(name(), text + ", " + gpu, others);
    }
}
