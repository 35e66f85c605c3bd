package io.infermark.doctor;

import io.infermark.api.Vendor;
import io.infermark.platform.HostFacts;
import io.infermark.platform.HostView;
import io.infermark.platform.NvidiaSmi;
import io.infermark.server.diagnosis.Diagnosis;
import io.infermark.server.diagnosis.DiagnosisTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** NVIDIA's driver and devices: there, enough, and free. */
final class NvidiaCheck implements HostCheck {
    @Override
    public String name() {
        return "nvidia-gpu";
    }

    private static final Path DEV = Path.of("/dev");
    private static final int OLDEST_DRIVER = 525;
    private static final double FREE_SHARE = 0.05;

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        int wanted = needs.gpusOf(Vendor.NVIDIA);
        long nodes = host.entries(DEV).stream()
                .filter(node -> node.matches("nvidia\\d{1,4}"))
                .count();
        NvidiaSmi.Answer answer = host.nvidia();
        if (answer.gpus().isEmpty()) {
            return none(answer.absentBecause(), nodes, wanted);
        }
        List<HostFacts.Gpu> gpus = answer.gpus();
        String text = gpus.size() + " x " + gpus.get(0).name() + ", driver "
                + gpus.get(0).driver();
        if (gpus.size() < wanted) {
            return CheckResult.fail(
                    name(),
                    text + ", but " + wanted + " GPUs are needed",
                    "lower @Sweep(tp, pp), or correct @Hardware.");
        }
        List<String> others = needs.othersThan(gpus.get(0).name());
        if (!others.isEmpty()) {
            return CheckResult.otherAccelerator(name(), text, others);
        }
        String major = gpus.get(0).driver().split("\\.", -1)[0];
        if (major.matches("\\d{1,5}") && Integer.parseInt(major) < OLDEST_DRIVER) {
            return CheckResult.warn(
                    name(), text, "update the driver to 525 or later: engines for CUDA 12 do not start with this one.");
        }
        List<String> busy = gpus.stream()
                .filter(gpu -> gpu.memoryUsedMib() > FREE_SHARE * gpu.memoryTotalMib())
                .map(gpu -> "GPU " + gpu.index() + " has " + gpu.memoryUsedMib() + " of " + gpu.memoryTotalMib()
                        + " MiB in use")
                .toList();
        if (!busy.isEmpty()) {
            return CheckResult.warn(
                    name(),
                    text + "; " + String.join(", ", busy),
                    "end what holds it (nvidia-smi lists it; infermark reap ends servers of dead runs).");
        }
        return CheckResult.ok(name(), text + ", all free");
    }

    private CheckResult none(String because, long nodes, int wanted) {
        if (nodes == 0 && wanted == 0) {
            return CheckResult.notApplicable(name(), "no NVIDIA GPU: " + because);
        }
        Optional<Diagnosis> known = DiagnosisTable.standard().diagnose(List.of(because), Optional.empty(), false);
        return CheckResult.fail(
                name(),
                (wanted > 0 ? wanted + " NVIDIA GPUs are needed, but " : nodes + " device nodes in /dev, but ")
                        + because,
                known.map(Diagnosis::fix)
                        .orElse(
                                "install the driver with nvidia-smi, load it (modprobe nvidia), and put nvidia-smi on the PATH."));
    }
}
