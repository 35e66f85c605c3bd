package io.infermark.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Vendor;
import io.infermark.doctor.CheckResult.Status;
import io.infermark.model.SecretRef;
import io.infermark.platform.HostView;
import io.infermark.server.container.ContainerSurvey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each check against a host that lacks what it looks for. */
class HostDoctorTest {
    private static final ContainerSurvey DOCKER =
            new ContainerSurvey("", "Docker 28.0.1", false, List.of("nvidia", "runc"), List.of());

    private final FakeHost host = new FakeHost();
    private final List<String> leftovers = new ArrayList<>();
    private ContainerSurvey survey = DOCKER;

    private DoctorReport report(Needs needs) {
        return new HostDoctor(host, images -> survey, () -> leftovers).examine(needs);
    }

    private CheckResult result(String check, Needs needs) {
        return report(needs).results().stream()
                .filter(result -> result.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    private CheckResult result(String check) {
        return result(check, Needs.UNSTATED);
    }

    private static Needs needs(Map<Vendor, Integer> gpus, Set<String> models, Set<SecretRef> secrets, int streams) {
        return new Needs(true, false, Set.of(), Set.of(), gpus, Set.of(), models, secrets, streams, List.of());
    }

    private static Needs containers(String image) {
        return new Needs(true, true, Set.of(image), Set.of(), Map.of(), Set.of(), Set.of(), Set.of(), 1, List.of());
    }

    private static void assertSays(CheckResult result, Status status, String evidence, String fix) {
        assertThat(result.status()).as("%s", result).isEqualTo(status);
        assertThat(result.evidence()).contains(evidence);
        assertThat(result.fix()).contains(fix);
    }

    @Test
    void aGoodHostHasNoFaultAndEveryLineItsEvidence() {
        DoctorReport report = report(Needs.UNSTATED);
        assertThat(report.failed()).isFalse();
        assertThat(report.results())
                .extracting(CheckResult::check)
                .containsExactly(
                        "jdk",
                        "cores",
                        "cpu-governor",
                        "clock",
                        "memory",
                        "shared-memory",
                        "disk",
                        "ulimits",
                        "ports",
                        "launch-means",
                        "container-engine",
                        "nvidia-gpu",
                        "amd-gpu",
                        "gpu-in-containers",
                        "engines",
                        "model-cache",
                        "tokens",
                        "leftovers");
        assertThat(report.results()).allSatisfy(result -> {
            assertThat(result.status()).isIn(Status.OK, Status.NOT_APPLICABLE);
            assertThat(result.evidence()).isNotBlank();
            assertThat(result.fix()).isEmpty();
        });
        assertThat(report.lines()).last().asString().contains("0 fail");
    }

    @Test
    void everythingThatIsNotOkSaysWhatToChange() {
        host.cores = List.of(0);
        host.executables.clear();
        host.files.clear();
        host.files.put("/proc/meminfo", "MemAvailable: 1024 kB");
        host.shm = java.util.OptionalLong.of(64L << 20);
        host.ports = false;
        host.environment.put("DOCKER_HOST", "unix:///nowhere");
        survey = new ContainerSurvey("[DockerUnreachable] nobody", "", false, List.of(), List.of());
        assertThat(report(Needs.UNSTATED).results())
                .filteredOn(result -> result.status() == Status.WARN || result.status() == Status.FAIL)
                .hasSizeGreaterThan(5)
                .allSatisfy(result -> assertThat(result.fix()).isNotBlank());
        assertThat(report(Needs.UNSTATED).failed()).isTrue();
    }

    @Test
    void anOldJavaFails() {
        host.properties.put("java.specification.version", "11");
        assertSays(result("jdk"), Status.FAIL, "17.0.15", "17 or later");
    }

    @Test
    void coresGovernorAndClock() {
        host.cores = List.of(3);
        assertSays(result("cores"), Status.WARN, "1 core", "at least 2");

        host.folders.put("/sys/devices/system/cpu", List.of("cpu0", "cpu1", "cpufreq"));
        host.files.put("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
        host.files.put("/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "performance\n");
        assertSays(result("cpu-governor"), Status.OK, "performance on 2 cores", "");
        host.files.put("/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "powersave\n");
        assertSays(result("cpu-governor"), Status.WARN, "powersave on 1 core", "cpupower frequency-set -g performance");

        host.commands.put("timedatectl", new HostView.Said(0, "no\n"));
        assertSays(result("clock"), Status.WARN, "not synchronised", "chrony");
        host.clockStep = 1_000_000;
        assertSays(result("clock"), Status.WARN, "1000000 ns", "another host");
        host.files.put("/sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet");
        assertSays(result("clock"), Status.WARN, "hpet", "clocksource=tsc");
    }

    @Test
    void memoryOfTheHostAndOfItsControlGroup() {
        assertSays(result("memory"), Status.OK, "31.3 GiB available", "");
        host.files.put("/sys/fs/cgroup/memory.max", Long.toString(1L << 30));
        assertSays(result("memory"), Status.WARN, "limited to 1.0 GiB", "raise the limit");
        host.files.put("/sys/fs/cgroup/memory.max", "max");
        host.files.put("/proc/meminfo", "MemAvailable: 102400 kB");
        assertSays(result("memory"), Status.FAIL, "100.0 MiB", "free memory");
        host.shm = java.util.OptionalLong.of(64L << 20);
        assertSays(result("shared-memory"), Status.WARN, "64.0 MiB", "--shm-size");
    }

    @Test
    void disk() {
        assertSays(result("disk"), Status.OK, "500.0 GiB for results (/work)", "");
        host.free.put("/home/u/.cache/huggingface/hub", 1L << 30);
        assertSays(
                result("disk", needs(Map.of(), Set.of("a/b"), Set.of(), 1)),
                Status.WARN,
                "1.0 GiB for weights",
                "HF_HUB_CACHE");
        host.free.put("/work", 1L << 20);
        assertSays(result("disk"), Status.FAIL, "1.0 MiB for results", "-out");
    }

    @Test
    void limitsAndPortsAreHeldAgainstTheStreams() {
        assertSays(result("ulimits"), Status.OK, "open files 1048576, processes 95000, locked memory unlimited", "");
        host.files.put("/proc/self/limits", "Max open files            1024                1024                files");
        assertSays(result("ulimits"), Status.WARN, "open files 1024", "ulimit -n");
        assertSays(
                result("ulimits", needs(Map.of(), Set.of(), Set.of(), 2000)),
                Status.FAIL,
                "2000 streams",
                "@Sweep(concurrency)");
        assertSays(
                result("ports", needs(Map.of(), Set.of(), Set.of(), 20_000)),
                Status.WARN,
                "28232",
                "ip_local_port_range");
        assertSays(
                result("ports", needs(Map.of(), Set.of(), Set.of(), 30_000)),
                Status.FAIL,
                "30000 streams",
                "ip_local_port_range");
        host.ports = false;
        assertSays(result("ports"), Status.FAIL, "no port of 127.0.0.1", "ip link set lo up");
    }

    @Test
    void theContainerEngine() {
        assertSays(result("container-engine"), Status.NOT_APPLICABLE, "neither docker nor podman", "");
        assertSays(
                result("container-engine", containers("a:1")), Status.FAIL, "are to be containers", "Launch.PROCESS");

        host.executables.add("docker");
        assertSays(
                result("container-engine", containers("a:1")), Status.OK, "Docker 28.0.1 answers, and has [a:1]", "");
        survey = new ContainerSurvey("", "Docker 28.0.1", false, List.of(), List.of("a:1"));
        assertSays(result("container-engine", containers("a:1")), Status.FAIL, "no image [a:1]", "docker pull a:1");
        survey = new ContainerSurvey(
                "permission denied while trying to connect to the Docker daemon socket",
                "",
                false,
                List.of(),
                List.of());
        assertSays(result("container-engine"), Status.FAIL, "permission denied", "docker group");
        assertSays(
                result("container-engine", needs(Map.of(), Set.of(), Set.of(), 1)),
                Status.WARN,
                "permission denied",
                "group");
    }

    private static Needs declared(String accelerator) {
        return new Needs(
                true,
                false,
                Set.of(),
                Set.of(),
                Map.of(Vendor.NVIDIA, 1),
                Set.of(accelerator),
                Set.of(),
                Set.of(),
                1,
                List.of());
    }

    @Test
    void aGpuThatIsNotTheDeclaredOneIsNamed() {
        host.gpus(1, "570.86.15", 4);
        assertSays(result("nvidia-gpu", declared("h100")), Status.OK, "NVIDIA H100", "");
        assertSays(
                result("nvidia-gpu", declared("h200")),
                Status.FAIL,
                "NVIDIA H100 80GB HBM3, driver 570.86.15, but h200 is declared",
                "@Hardware");
        assertSays(result("nvidia-gpu", declared("our-h100-pool")), Status.OK, "NVIDIA H100", "");
    }

    @Test
    void nvidiaGpus() {
        host.gpus(8, "570.86.15", 4);
        assertSays(result("nvidia-gpu"), Status.OK, "8 x NVIDIA H100 80GB HBM3, driver 570.86.15, all free", "");
        assertSays(
                result("nvidia-gpu", needs(Map.of(Vendor.NVIDIA, 16), Set.of(), Set.of(), 1)),
                Status.FAIL,
                "16 GPUs are needed",
                "@Sweep(tp, pp)");
        host.gpus(1, "570.86.15", 60_000);
        assertSays(result("nvidia-gpu"), Status.WARN, "GPU 0 has 60000 of 81559 MiB in use", "infermark reap");
        host.gpus(1, "470.42", 0);
        assertSays(result("nvidia-gpu"), Status.WARN, "470.42", "525");

        host.nvidia = new io.infermark.platform.NvidiaSmi.Answer(
                List.of(), "nvidia-smi failed: Failed to initialize NVML: Driver/library version mismatch");
        assertSays(result("nvidia-gpu"), Status.FAIL, "version mismatch", "reboot");
        host.folders.clear();
        host.nvidia = new io.infermark.platform.NvidiaSmi.Answer(List.of(), "no nvidia-smi on the PATH");
        assertSays(
                result("nvidia-gpu", needs(Map.of(Vendor.NVIDIA, 1), Set.of(), Set.of(), 1)),
                Status.FAIL,
                "1 NVIDIA GPUs are needed",
                "modprobe nvidia");
    }

    @Test
    void amdGpus() {
        assertSays(result("amd-gpu"), Status.NOT_APPLICABLE, "no /dev/kfd", "");
        Needs four = needs(Map.of(Vendor.AMD, 4), Set.of(), Set.of(), 1);
        assertSays(result("amd-gpu", four), Status.FAIL, "4 AMD GPUs are needed", "modprobe amdgpu");
        host.files.put("/dev/kfd", "");
        host.folders.put("/dev/dri", List.of("card0", "renderD128", "renderD129"));
        assertSays(result("amd-gpu", four), Status.FAIL, "2 render nodes", "@Hardware");
        assertSays(result("amd-gpu"), Status.WARN, "neither amd-smi nor rocm-smi", "install amd-smi");
        host.commands.put("amd-smi", new HostView.Said(0, "GPU: 0"));
        assertSays(result("amd-gpu"), Status.OK, "2 render nodes", "");
        host.commands.put("amd-smi", new HostView.Said(0, "gpu,market_name\n0,AMD Instinct MI325X\n"));
        assertSays(result("amd-gpu", declared("mi325x")), Status.OK, "2 render nodes", "");
        assertSays(
                result("amd-gpu", declared("mi300x")),
                Status.FAIL,
                "AMD Instinct MI325X, but mi300x is declared",
                "@Hardware");
        host.unusable.add("/dev/kfd");
        assertSays(result("amd-gpu"), Status.FAIL, "may not be opened", "video,render");
    }

    @Test
    void gpusInContainers() {
        assertThat(result("gpu-in-containers").status()).isEqualTo(Status.NOT_APPLICABLE);
        host.gpus(1, "570.86.15", 0).executables.add("podman");
        assertSays(result("gpu-in-containers"), Status.OK, "runtime nvidia is configured", "");
        survey = new ContainerSurvey("", "Docker 28.0.1", false, List.of("runc"), List.of());
        assertSays(result("gpu-in-containers"), Status.WARN, "is not configured", "nvidia-ctk runtime configure");
        survey = new ContainerSurvey("", "Podman 5.4.0", true, List.of("nvidia"), List.of());
        assertSays(result("gpu-in-containers"), Status.WARN, "Podman 5.4.0", "nvidia-ctk cdi generate");
        host.folders.put("/etc/cdi", List.of("nvidia.yaml"));
        assertSays(result("gpu-in-containers"), Status.OK, "CDI describes", "");
    }

    @Test
    void programsModelsAndSecretsThatBenchmarksNeed() {
        Needs needs = new Needs(
                true,
                false,
                Set.of(),
                Set.of("vllm"),
                Map.of(),
                Set.of(),
                Set.of("meta-llama/Llama-3.1-8B"),
                Set.of(SecretRef.parse("env:HF_TOKEN"), SecretRef.parse("file:/run/key")),
                1,
                List.of());
        assertSays(result("engines", needs), Status.FAIL, "[vllm] cannot be run", "@Server(command");
        assertSays(result("tokens", needs), Status.FAIL, "[env:HF_TOKEN, file:/run/key]", "set the variable");
        assertSays(result("model-cache", needs), Status.WARN, "would download", "hf download meta-llama/Llama-3.1-8B");
        host.environment.put("HF_HUB_OFFLINE", "1");
        assertSays(result("model-cache", needs), Status.FAIL, "HF_HUB_OFFLINE=1", "hf download");

        host.executables.add("vllm");
        host.environment.put("HF_TOKEN", "hf_secret");
        host.files.put("/run/key", "sesame");
        host.environment.put("HF_HUB_CACHE", "/data/hub");
        host.folders.put("/data/hub", List.of("models--meta-llama--Llama-3.1-8B"));
        DoctorReport report = report(needs);
        assertThat(report.failed()).isFalse();
        assertThat(report.lines().toString()).doesNotContain("hf_secret", "sesame");
        assertSays(result("model-cache", needs), Status.OK, "/data/hub holds 1 model", "");
        assertSays(
                result("model-cache", needs(Map.of(), Set.of("/data/absent"), Set.of(), 1)),
                Status.FAIL,
                "[/data/absent]",
                "@Model(id)");
    }

    @Test
    void aStartThatCannotBePlannedFails() {
        Needs needs = new Needs(
                true,
                false,
                Set.of(),
                Set.of(),
                Map.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                1,
                List.of("[CommandMissing] no command."));
        assertSays(result("engines", needs), Status.FAIL, "[CommandMissing]", "-dry");
    }

    @Test
    void aBrokenCheckIsAFindingAndDoesNotHideTheOthers() {
        leftovers.add("process 17 of run r: vllm serve");
        assertSays(result("leftovers"), Status.WARN, "process 17", "infermark reap");
        DoctorReport report = new HostDoctor(host, images -> survey, () -> {
                    throw new IllegalStateException("broken");
                })
                .examine(Needs.UNSTATED);
        assertThat(report.results()).hasSize(18);
        assertThat(report.results().get(17).evidence()).contains("broken");
    }
}
