package io.infermark.server.container;

import io.infermark.api.Vendor;
import io.infermark.server.ServerStartException;
import io.infermark.spi.StartPlan;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.testcontainers.containers.Container;

/**
 * Looks whether a started container has the NVIDIA GPUs that it was to get. Some engines of containers ignore the request in silence, and an engine of inference may
 * then run on the processor.
 */
final class DeviceCheck {
    private DeviceCheck() {}

    static void verify(StartPlan plan, EngineContainer container) throws ServerStartException {
        if (plan.devices().vendor() != Vendor.NVIDIA || plan.devices().gpus().isEmpty()) {
            return;
        }
        int wanted = plan.devices().gpus().size();
        String listed;
        try {
            Container.ExecResult result = container.execInContainer("nvidia-smi", "-L");
            listed = result.getStdout() + result.getStderr();
        } catch (IOException notExecuted) {
            listed = String.valueOf(notExecuted.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            listed = "interrupted";
        }
        long found = listed.lines().filter(line -> line.startsWith("GPU ")).count();
        if (found != wanted) {
            throw ServerStartException.started(
                    "GpuMissing",
                    "the container was to get " + wanted + " GPUs, but nvidia-smi -L lists " + found
                            + " in it. On Podman write the CDI specification (nvidia-ctk cdi generate).",
                    listed.lines().toList().isEmpty()
                            ? List.of()
                            : listed.lines().toList(),
                    Optional.empty());
        }
    }
}
