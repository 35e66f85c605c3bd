package io.infermark.server.gpu;

import io.infermark.api.Launch;
import io.infermark.api.Vendor;
import io.infermark.platform.AcceleratorName;
import io.infermark.platform.AmdSmi;
import io.infermark.platform.HostFacts;
import io.infermark.platform.NvidiaSmi;
import io.infermark.server.ServerHandle;
import io.infermark.server.ServerStartException;
import io.infermark.spi.StartPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Guards the declared GPUs of one start. */
public final class GpuGuard {
    /** A GPU with more memory in use before the start is somebody else's. A driver alone, a display or a monitor take some hundred MiB at most. */
    static final long BUSY_ABOVE_MIB = 1024;

    /** The memory counts as free again when no more than this is left of what the server took. */
    private static final long LEFT_MIB = 256;

    private static final Duration RELEASE_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(250);

    private final StartPlan plan;
    private final String accelerator;
    private final Supplier<NvidiaSmi.Answer> named;
    private final Supplier<NvidiaSmi.Answer> tool;
    private final Duration limit;
    private final Map<Integer, Long> before = new TreeMap<>();

    private GpuGuard(
            StartPlan plan,
            String accelerator,
            Supplier<NvidiaSmi.Answer> named,
            Supplier<NvidiaSmi.Answer> tool,
            Duration limit) {
        this.plan = plan;
        this.accelerator = accelerator;
        this.named = named;
        this.tool = tool;
        this.limit = limit;
    }

    /**
     * A guard that asks the tools on the PATH.
     *
     * @param accelerator the declared one's name
     */
    public static GpuGuard of(StartPlan plan, String accelerator) {
        return of(plan, accelerator, "nvidia-smi", "amd-smi", RELEASE_LIMIT);
    }

    /**
     * A guard with stated tools.
     *
     * @param limit how long it waits for memory to be free again
     */
    static GpuGuard of(StartPlan plan, String accelerator, String nvidiaSmi, String amdSmi, Duration limit) {
        return plan.devices().vendor() == Vendor.AMD
                ? new GpuGuard(plan, accelerator, () -> AmdSmi.queryNamed(amdSmi), () -> AmdSmi.query(amdSmi), limit)
                : new GpuGuard(
                        plan, accelerator, () -> NvidiaSmi.query(nvidiaSmi), () -> NvidiaSmi.query(nvidiaSmi), limit);
    }

    /** Whether there is anything to guard. A simulated engine takes no GPU, whatever its class declares. */
    private boolean guards() {
        Vendor vendor = plan.devices().vendor();
        return !plan.devices().gpus().isEmpty()
                && !plan.engine().equals("sim")
                && plan.launch() != Launch.EXTERNAL
                && (vendor == Vendor.NVIDIA || vendor == Vendor.AMD);
    }

    /**
     * Looks before the start.
     *
     * @throws ServerStartException {@code [GpuMissing]}, {@code [GpuOther]} or {@code [GpuBusy]}, before anything is launched
     */
    public void require() throws ServerStartException {
        if (!guards()) {
            return;
        }
        NvidiaSmi.Answer answer = named.get();
        if (answer.gpus().isEmpty()) {
            if (plan.launch() == Launch.PROCESS && !driverPresent()) {
                throw ServerStartException.preflight(
                        "GpuMissing",
                        needs() + ", but this host has none: " + answer.absentBecause() + ". "
                                + "Run it on the declared hardware, or declare what this host has with @Hardware.",
                        null);
            }
            return;
        }
        String missing = missing(answer);
        if (!missing.isEmpty()) {
            throw ServerStartException.preflight("GpuMissing", missing, null);
        }
        String other = other(answer);
        if (!other.isEmpty()) {
            throw ServerStartException.preflight("GpuOther", other, null);
        }
        List<String> busy = new ArrayList<>();
        for (HostFacts.Gpu gpu : declared(answer)) {
            if (gpu.memoryTotalMib() > 0) {
                before.put(gpu.index(), gpu.memoryUsedMib());
                if (gpu.memoryUsedMib() > BUSY_ABOVE_MIB) {
                    busy.add("GPU " + gpu.index() + " (" + gpu.name() + ") has " + gpu.memoryUsedMib() + " of "
                            + gpu.memoryTotalMib() + " MiB in use");
                }
            }
        }
        if (!busy.isEmpty()) {
            throw ServerStartException.preflight(
                    "GpuBusy",
                    String.join(", ", busy) + " before " + plan.engine() + " is started, and at most "
                            + BUSY_ABOVE_MIB
                            + " MiB may be. Whoever holds it would be measured too. "
                            + (plan.devices().vendor() == Vendor.AMD ? "amd-smi process" : "nvidia-smi")
                            + " lists the processes; infermark reap ends servers that a killed run left behind.",
                    null);
        }
    }

    /**
     * Looks after the start: a GPU can fall off its bus while an engine loads.
     *
     * @throws ServerStartException {@code [GpuMissing]}
     */
    public void requireStillThere() throws ServerStartException {
        if (before.isEmpty()) {
            return;
        }
        NvidiaSmi.Answer answer = tool.get();
        String missing = answer.gpus().isEmpty() ? needs() + ", but " + answer.absentBecause() : missing(answer);
        if (!missing.isEmpty()) {
            throw ServerStartException.started(
                    "GpuMissing", "after the start: " + missing, List.of(), Optional.empty());
        }
    }

    /** A handle whose stop also waits for the memory, and whose report says how long that took. */
    public ServerHandle watch(ServerHandle handle) {
        return before.isEmpty() ? handle : new GuardedServer(handle, this);
    }

    /**
     * Waits until the declared GPUs' memory is what it was before the start.
     *
     * @return what is still held at the end of the wait, a sentence each; empty: all is free
     */
    public List<String> awaitRelease() {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            List<String> held = held();
            if (held.isEmpty() || System.nanoTime() - deadline > 0) {
                return held;
            }
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return held;
            }
        }
    }

    private List<String> held() {
        if (before.isEmpty()) {
            return List.of();
        }
        NvidiaSmi.Answer now = tool.get();
        if (now.gpus().isEmpty()) {
            return List.of("whether the GPUs' memory is free is not known: " + now.absentBecause());
        }
        return declared(now).stream()
                .filter(gpu -> gpu.memoryUsedMib() > before.getOrDefault(gpu.index(), 0L) + LEFT_MIB)
                .map(gpu -> "GPU " + gpu.index() + " still has " + gpu.memoryUsedMib() + " of " + gpu.memoryTotalMib()
                        + " MiB in use, " + before.getOrDefault(gpu.index(), 0L) + " before the start")
                .toList();
    }

    private List<HostFacts.Gpu> declared(NvidiaSmi.Answer answer) {
        return answer.gpus().stream()
                .filter(gpu -> plan.devices().gpus().contains(gpu.index()))
                .toList();
    }

    private boolean driverPresent() {
        return plan.devices().vendor() == Vendor.NVIDIA
                ? NvidiaSmi.driverPresent()
                : java.nio.file.Files.exists(java.nio.file.Path.of("/dev/kfd"));
    }

    private String needs() {
        return plan.engine() + " needs " + plan.devices().vendor() + " GPUs "
                + plan.devices().gpus();
    }

    private String missing(NvidiaSmi.Answer answer) {
        List<Integer> there =
                answer.gpus().stream().map(HostFacts.Gpu::index).sorted().toList();
        if (there.containsAll(plan.devices().gpus())) {
            return "";
        }
        String list = answer.gpus().stream()
                .map(gpu -> gpu.index() + " (" + gpu.name() + ")")
                .collect(Collectors.joining(", "));
        return needs() + ", but this host has only " + list + ". Narrow the parallelism (-p tp=" + there.size()
                + "), or see why the driver does not list the others (nvidia-smi -L, dmesg).";
    }

    /** What to say if a GPU is certainly another one than declared, under whose name its figures would be published; empty if none is. */
    private String other(NvidiaSmi.Answer answer) {
        List<HostFacts.Gpu> others = declared(answer).stream()
                .filter(gpu -> AcceleratorName.isAnother(accelerator, gpu.name()))
                .toList();
        if (others.isEmpty()) {
            return "";
        }
        String meant = answer.gpus().stream()
                .filter(gpu -> AcceleratorName.of(gpu.name()).equals(Optional.of(accelerator.toLowerCase(Locale.ROOT))))
                .map(gpu -> String.valueOf(gpu.index()))
                .collect(Collectors.joining(","));
        return plan.engine() + " would get "
                + others.stream()
                        .map(gpu -> "GPU " + gpu.index() + " (" + gpu.name() + ")")
                        .collect(Collectors.joining(", "))
                + ", but " + accelerator
                + " is declared, under whose name the results would be published. "
                + (meant.isEmpty()
                        ? "Probably meant: @Hardware of "
                                + AcceleratorName.of(others.get(0).name()).orElseThrow()
                                + " (a subclass that has only this and @ServingBenchmark will do). Or run it on "
                                + accelerator + "."
                        : "Probably meant: some of -gpus " + meant + ".");
    }
}
