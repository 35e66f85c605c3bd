package io.infermark.server.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.Volume;
import io.infermark.spi.ContainerPlan;
import io.infermark.spi.StartPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the engine of containers is asked to create.
 *
 * @param podman whether it is Podman, whose Docker API ignores NVIDIA device requests in silence but knows CDI devices
 * @param filesFolder host folder of the plan's files; empty: there are none
 */
record CreateRequest(StartPlan plan, boolean podman, String filesFolder, Map<String, String> labels) {
    /** Where the plan's files are inside. */
    static final String FILES = "/infermark-files";

    void apply(CreateContainerCmd create) {
        HostConfig host = create.getHostConfig() == null ? HostConfig.newHostConfig() : create.getHostConfig();
        ContainerPlan container = plan.container();
        ExposedPort port = ExposedPort.tcp(plan.port());
        create.withExposedPorts(port);
        // Without an address the port would be open on every interface of the host.
        host.withPortBindings(new PortBinding(Ports.Binding.bindIp("127.0.0.1"), port));
        if (!plan.program().isEmpty()) {
            create.withEntrypoint(plan.program().get(0));
        }
        create.withCmd(commandWords());
        devices(host);
        if (container.hostIpc()) {
            host.withIpcMode("host");
        } else if (container.shmBytes() > 0) {
            host.withShmSize(container.shmBytes());
        }
        if (!container.cores().isEmpty()) {
            host.withCpusetCpus(container.cores());
        }
        if (!container.ulimits().isEmpty()) {
            host.withUlimits(container.ulimits().stream()
                    .map(limit -> new Ulimit(limit.name(), limit.value(), limit.value()))
                    .toList());
        }
        if (!container.groups().isEmpty()) {
            host.withGroupAdd(container.groups());
        }
        if (!container.capabilities().isEmpty()) {
            host.withCapAdd(
                    container.capabilities().stream().map(Capability::valueOf).toArray(Capability[]::new));
        }
        if (!container.securityOptions().isEmpty()) {
            host.withSecurityOpts(container.securityOptions());
        }
        host.withBinds(binds());
        create.withHostConfig(host);
        create.getLabels().putAll(labels);
    }

    private List<String> commandWords() {
        List<String> words = new ArrayList<>();
        plan.program().stream().skip(1).forEach(words::add);
        words.addAll(plan.arguments());
        return words.stream().map(this::fill).toList();
    }

    String fill(String text) {
        return StartPlan.fill(text, plan.port(), FILES);
    }

    private List<Bind> binds() {
        List<Bind> binds = new ArrayList<>();
        for (ContainerPlan.Mount mount : plan.container().mounts()) {
            binds.add(new Bind(
                    mount.host(),
                    new Volume(mount.container()),
                    mount.readOnly()
                            ? com.github.dockerjava.api.model.AccessMode.ro
                            : com.github.dockerjava.api.model.AccessMode.rw));
        }
        if (!filesFolder.isEmpty()) {
            binds.add(new Bind(filesFolder, new Volume(FILES), com.github.dockerjava.api.model.AccessMode.ro));
        }
        return binds;
    }

    private void devices(HostConfig host) {
        List<Integer> gpus = plan.devices().gpus();
        if (gpus.isEmpty()) {
            return;
        }
        switch (plan.devices().vendor()) {
            case NVIDIA -> host.withDeviceRequests(List.of(podman ? cdi(gpus) : nvidia(gpus)));
            case AMD ->
                host.withDevices(new Device("rwm", "/dev/kfd", "/dev/kfd"), new Device("rwm", "/dev/dri", "/dev/dri"));
            case INTEL -> host.withDevices(new Device("rwm", "/dev/dri", "/dev/dri"));
            case CPU, SIMULATED -> throw new IllegalStateException("GPUs without a vendor of GPUs");
        }
    }

    private static DeviceRequest nvidia(List<Integer> gpus) {
        return new DeviceRequest()
                .withDeviceIds(gpus.stream().map(String::valueOf).toList())
                .withCapabilities(List.of(List.of("gpu")));
    }

    private static DeviceRequest cdi(List<Integer> gpus) {
        return new DeviceRequest()
                .withDriver("cdi")
                .withDeviceIds(gpus.stream().map(gpu -> "nvidia.com/gpu=" + gpu).toList());
    }
}
