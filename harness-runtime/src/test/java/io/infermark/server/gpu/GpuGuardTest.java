package io.infermark.server.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.infermark.api.Launch;
import io.infermark.api.Vendor;
import io.infermark.server.FakePlans;
import io.infermark.server.ServerHandle;
import io.infermark.server.ServerStartException;
import io.infermark.server.StartListener;
import io.infermark.server.StartSite;
import io.infermark.server.StopReport;
import io.infermark.server.process.ProcessServer;
import io.infermark.spi.StartPlan;
import io.infermark.telemetry.FakeTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code nvidia-smi} is a script that prints a file. */
@Timeout(120)
class GpuGuardTest {
    @TempDir
    Path folder;

    private Path tool() throws IOException {
        return FakeTool.script(folder.resolve("nvidia-smi"), "cat '" + folder.resolve("list") + "'");
    }

    private void list(String... gpus) throws IOException {
        Files.write(folder.resolve("list"), List.of(gpus));
    }

    private static String gpu(int index, String used) {
        return index + ", NVIDIA H100 80GB HBM3, 580.159.04, 81559, " + used;
    }

    private static StartPlan plan(Integer... gpus) {
        return FakePlans.fake()
                .devices(new StartPlan.Devices(Vendor.NVIDIA, List.of(gpus)))
                .build();
    }

    private GpuGuard guard(StartPlan plan, Duration limit) throws IOException {
        return GpuGuard.of(plan, "h100", tool().toString(), "none", limit);
    }

    private ServerStartException refused(StartPlan plan) throws IOException {
        GpuGuard guard = guard(plan, Duration.ZERO);
        ServerStartException refused = catchThrowableOfType(ServerStartException.class, guard::require);
        assertThat(refused).isNotNull();
        assertThat(refused.beforeLaunch()).isTrue();
        return refused;
    }

    @Test
    void gpusThatAreThereAndFreeAreAccepted() throws IOException {
        list(gpu(0, "4"), gpu(1, "600"), gpu(2, "70000"));

        assertThatCode(() -> guard(plan(0, 1), Duration.ZERO).require()).doesNotThrowAnyException();
    }

    @Test
    void aMissingGpuIsRefused() throws IOException {
        list(gpu(0, "4"));

        assertThat(refused(plan(0, 1)))
                .hasMessageStartingWith("[GpuMissing] ")
                .hasMessageContaining("needs NVIDIA GPUs [0, 1], but this host has only 0 (NVIDIA H100 80GB HBM3)")
                .hasMessageContaining("-p tp=1");
    }

    @Test
    void anotherGpuThanTheDeclaredOneIsRefused() throws IOException {
        list("0, NVIDIA H200, 580.159.04, 143771, 70000");

        assertThat(refused(plan(0)))
                .hasMessageStartingWith("[GpuOther] fake would get GPU 0 (NVIDIA H200), but h100 is declared")
                .hasMessageContaining("Probably meant: @Hardware of h200 ");
    }

    @Test
    void theDeclaredGpuElsewhereOnTheHostIsPointedAt() throws IOException {
        list("0, NVIDIA A100-SXM4-80GB, 580.159.04, 81920, 4", gpu(1, "4"), gpu(2, "4"));

        assertThat(refused(plan(0)))
                .hasMessageStartingWith("[GpuOther] fake would get GPU 0 (NVIDIA A100-SXM4-80GB), but h100")
                .hasMessageEndingWith("Probably meant: some of -gpus 1,2.");
        assertThatCode(() -> guard(plan(1, 2), Duration.ZERO).require()).doesNotThrowAnyException();
    }

    @Test
    void gpusOfAServerThatOthersStartedAreNotLookedAt() throws IOException {
        list("0, NVIDIA H200, 580.159.04, 143771, 70000");
        StartPlan external = StartPlan.builder("custom", Launch.EXTERNAL)
                .devices(new StartPlan.Devices(Vendor.NVIDIA, List.of(0)))
                .build();

        assertThatCode(() -> guard(external, Duration.ZERO).require()).doesNotThrowAnyException();
    }

    @Test
    void namesOfAmdGpusAreAskedFor() throws IOException {
        Path amd = FakeTool.script(folder.resolve("amd-smi"), """
                case "$1" in
                metric) printf 'gpu,total_vram,used_vram,free_vram\\n0,262128,283,261845\\n';;
                static) printf 'gpu,market_name,vendor_id\\n0,AMD Instinct MI325X,0x1002\\n';;
                esac""");
        StartPlan plan = FakePlans.fake()
                .devices(new StartPlan.Devices(Vendor.AMD, List.of(0)))
                .build();

        assertThat(catchThrowableOfType(
                        ServerStartException.class,
                        () -> GpuGuard.of(plan, "mi300x", "none", amd.toString(), Duration.ZERO)
                                .require()))
                .hasMessageStartingWith(
                        "[GpuOther] fake would get GPU 0 (AMD Instinct MI325X), but mi300x is declared");
        assertThatCode(() -> GpuGuard.of(plan, "mi325x", "none", amd.toString(), Duration.ZERO)
                        .require())
                .doesNotThrowAnyException();
    }

    @Test
    void aBusyGpuIsRefused() throws IOException {
        list(gpu(0, "4"), gpu(1, "70000"));

        assertThat(refused(plan(0, 1)))
                .hasMessageStartingWith("[GpuBusy] GPU 1 (NVIDIA H100 80GB HBM3) has 70000 of 81559 MiB in use")
                .hasMessageContaining("infermark reap");
    }

    @Test
    void memoryThatIsNotReadableIsNotHeldAgainstAHost() throws IOException {
        list("0, NVIDIA H100, 580.1, [N/A], [N/A]");

        assertThatCode(() -> guard(plan(0), Duration.ZERO).require()).doesNotThrowAnyException();
    }

    @Test
    void aHostWithoutToolAndDriverHasNoGpu() {
        org.junit.jupiter.api.Assumptions.assumeFalse(
                io.infermark.platform.NvidiaSmi.driverPresent(), "this host has the driver");
        GpuGuard guard = GpuGuard.of(plan(0), "h100", folder.resolve("no").toString(), "none", Duration.ZERO);

        assertThat(catchThrowableOfType(ServerStartException.class, guard::require))
                .hasMessageStartingWith("[GpuMissing] ")
                .hasMessageContaining("this host has none: no nvidia-smi on the PATH");
    }

    @Test
    void simulatedEnginesAndProcessorsAreNotGuarded() throws IOException {
        list("0, NVIDIA H200, 580.159.04, 143771, 70000");
        StartPlan sim = StartPlan.builder("sim", Launch.PROCESS)
                .devices(new StartPlan.Devices(Vendor.NVIDIA, List.of(0)))
                .build();

        assertThatCode(() -> guard(sim, Duration.ZERO).require()).doesNotThrowAnyException();
        assertThatCode(() -> guard(FakePlans.fake().build(), Duration.ZERO).require())
                .doesNotThrowAnyException();
    }

    @Test
    void theStopIsOverWhenTheMemoryIsFree() throws Exception {
        list(gpu(0, "4"));
        // Frees the memory at the third look.
        Path looks = folder.resolve("looks");
        Path tool = FakeTool.script(folder.resolve("slow-smi"), """
                echo x >> 'LOOKS'
                if [ -f 'LOADED' ] && [ $(wc -l < 'LOOKS') -lt 6 ]; then used=70000; else used=4; fi
                echo "0, NVIDIA H100, 580, 81559, $used\"""".replace("LOOKS", looks.toString())
                .replace("LOADED", folder.resolve("loaded").toString()));
        GpuGuard guard = GpuGuard.of(plan(0), "h100", tool.toString(), "none", Duration.ofSeconds(60));
        guard.require();
        ServerHandle handle = guard.watch(new ProcessServer(new StartSite("run-1", folder.resolve("server")))
                .start(plan(0), StartListener.SILENT));
        guard.requireStillThere();
        Files.createFile(folder.resolve("loaded"));
        handle.stop();

        StopReport report = handle.stopReport().orElseThrow();
        assertThat(report.notReleased()).isEmpty();
        assertThat(report.toMemoryFree())
                .hasValueSatisfying(took -> assertThat(took).isGreaterThan(report.toExit()));
        assertThat(Files.readAllLines(looks)).hasSize(6);
    }

    @Test
    void memoryThatIsNeverFreeIsSaid() throws Exception {
        list(gpu(0, "4"));
        GpuGuard guard = guard(plan(0), Duration.ZERO);
        guard.require();
        list(gpu(0, "70000"));

        assertThat(guard.awaitRelease())
                .containsExactly("GPU 0 still has 70000 of 81559 MiB in use, 4 before the start");
    }

    @Test
    void aGpuThatFellOffDuringTheStartFailsIt() throws Exception {
        list(gpu(0, "4"), gpu(1, "4"));
        GpuGuard guard = guard(plan(0, 1), Duration.ZERO);
        guard.require();
        list(gpu(0, "70000"));

        assertThat(catchThrowableOfType(ServerStartException.class, guard::requireStillThere))
                .hasMessageStartingWith("[GpuMissing] after the start: ");
    }
}
