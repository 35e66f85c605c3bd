package io.infermark.doctor;

import io.infermark.api.Vendor;
import io.infermark.platform.HostView;
import io.infermark.server.container.ContainerSurvey;
import java.nio.file.Path;
import java.util.List;

/** Whether the engine of containers can hand over NVIDIA GPUs. Podman ignores Docker's request in silence, so it needs CDI. */
final class GpuInContainersCheck implements HostCheck {
    private static final List<Path> CDI = List.of(Path.of("/etc/cdi"), Path.of("/var/run/cdi"));

    private final ContainerSurveys surveys;

    GpuInContainersCheck(ContainerSurveys surveys) {
        this.surveys = surveys;
    }

    @Override
    public String name() {
        return "gpu-in-containers";
    }

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        if (host.nvidia().gpus().isEmpty()) {
            return CheckResult.notApplicable(name(), "no NVIDIA GPU");
        }
        if (!ContainerSurvey.expected(host)) {
            return CheckResult.notApplicable(name(), "no container engine");
        }
        ContainerSurvey survey = surveys.of(List.of());
        if (!survey.reachable()) {
            return CheckResult.notApplicable(name(), "the container engine does not answer");
        }
        boolean cdi =
                CDI.stream().flatMap(folder -> host.entries(folder).stream()).anyMatch(file -> file.contains("nvidia"));
        boolean runtime = survey.runtimes().contains("nvidia");
        String text = survey.version() + ": runtime nvidia " + (runtime ? "is" : "is not") + " configured, CDI "
                + (cdi ? "describes" : "does not describe") + " NVIDIA GPUs";
        if (survey.podman()
                ? cdi
                : runtime || cdi || host.executable("nvidia-container-runtime").isPresent()) {
            return CheckResult.ok(name(), text);
        }
        String fix = survey.podman()
                ? "nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml: without it a container starts with no GPU and no error."
                : "install nvidia-container-toolkit and run nvidia-ctk runtime configure --runtime=docker, or use @Server(launch = Launch.PROCESS).";
        return needs.containers() && needs.gpusOf(Vendor.NVIDIA) > 0
                ? CheckResult.fail(name(), text, fix)
                : CheckResult.warn(name(), text, fix);
    }
}
