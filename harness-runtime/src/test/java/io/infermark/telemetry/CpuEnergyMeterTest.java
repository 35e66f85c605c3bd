package io.infermark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.infermark.platform.Rapl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuEnergyMeterTest {
    @TempDir
    Path root;

    private void zone(String zone, String name, String microjoules) throws IOException {
        Path folder = Files.createDirectories(root.resolve(zone));
        Files.writeString(folder.resolve("name"), name + "\n");
        Files.writeString(folder.resolve("max_energy_range_uj"), "1000000000\n");
        Files.writeString(folder.resolve("energy_uj"), microjoules + "\n");
    }

    @Test
    void packagesAreAddedUpAndCountersWrap() throws IOException {
        zone("intel-rapl:0", "package-0", "900000000");
        zone("intel-rapl:1", "package-1", "5000000");
        zone("intel-rapl:0:0", "dram", "1");
        zone("intel-rapl:2", "psys", "1");
        CpuEnergyMeter meter = new CpuEnergyMeter(new Rapl(root));
        meter.reset();
        zone("intel-rapl:0", "package-0", "50000000");
        zone("intel-rapl:1", "package-1", "7000000");
        meter.add();
        zone("intel-rapl:0", "package-0", "60000000");
        meter.add();

        assertThat(meter.joules()).containsOnlyKeys("package-0", "package-1");
        assertThat(meter.joules().get("package-0")).isCloseTo(160, within(1e-6));
        assertThat(meter.joules().get("package-1")).isCloseTo(2, within(1e-6));
        meter.reset();
        assertThat(meter.joules().get("package-0")).isZero();
    }

    @Test
    void anUnreadableCounterIsAReason() throws IOException {
        zone("intel-rapl:0", "package-0", "not for you");
        CpuEnergyMeter meter = new CpuEnergyMeter(new Rapl(root));
        meter.reset();

        assertThat(meter.joules()).isEmpty();
        assertThat(meter.absentBecause()).contains("energy_uj", "can't be read");
        assertThat(new Rapl(root.resolve("none")).read().absentBecause()).contains("has no");
    }
}
