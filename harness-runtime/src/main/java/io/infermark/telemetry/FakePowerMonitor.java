package io.infermark.telemetry;

import io.infermark.metric.GpuEnergy;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The power that the embedded engine makes up on its metrics page. Everything derived from it is labelled fake. */
final class FakePowerMonitor implements GpuMonitor {
    private final Set<String> devices;
    private final SampleFile file;

    /** @param first a page with made-up power */
    FakePowerMonitor(EnginePage first, Path folder) {
        this.devices = Set.copyOf(first.fakeWatts().keySet());
        this.file = new SampleFile(folder.resolve(FILE), List.of("fake power [W]"));
    }

    @Override
    public String source() {
        return "made up by the embedded engine";
    }

    @Override
    public GpuEnergy.Origin origin() {
        return GpuEnergy.Origin.FAKE;
    }

    @Override
    public Set<String> devices() {
        return devices;
    }

    @Override
    public void tick(@Nullable EnginePage page) {
        if (page != null) {
            page.fakeWatts().forEach((gpu, watts) -> file.add(page.at(), gpu, Collections.singletonList(watts)));
        }
    }

    @Override
    public void settle() {
        // The tick after the last window was the last sample.
    }

    @Override
    public String problem() {
        return file.problem();
    }

    @Override
    public void close() {
        file.close();
    }
}
