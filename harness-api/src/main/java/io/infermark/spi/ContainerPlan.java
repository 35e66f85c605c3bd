package io.infermark.spi;

import java.util.List;

/**
 * What a container gets beside command, environment and devices.
 *
 * @param image empty: this plan cannot run in a container
 * @param shmBytes size of {@code /dev/shm}; without effect when {@code hostIpc}
 * @param hostIpc whether it shares the host's IPC namespace
 * @param mounts bind mounts
 * @param ulimits resource limits
 * @param groups further groups of the container's user
 * @param capabilities capabilities added
 * @param securityOptions as {@code seccomp=unconfined}
 * @param cores cores of the host that it may use, as {@code 0,2-5}; empty: any
 */
public record ContainerPlan(
        String image,
        long shmBytes,
        boolean hostIpc,
        List<Mount> mounts,
        List<Ulimit> ulimits,
        List<String> groups,
        List<String> capabilities,
        List<String> securityOptions,
        String cores) {
    /** No container. */
    public static final ContainerPlan NONE =
            new ContainerPlan("", 0, false, List.of(), List.of(), List.of(), List.of(), List.of());

    /** A container on any cores. */
    public ContainerPlan(
            String image,
            long shmBytes,
            boolean hostIpc,
            List<Mount> mounts,
            List<Ulimit> ulimits,
            List<String> groups,
            List<String> capabilities,
            List<String> securityOptions) {
        this(image, shmBytes, hostIpc, mounts, ulimits, groups, capabilities, securityOptions, "");
    }

    public ContainerPlan {
        mounts = List.copyOf(mounts);
        ulimits = List.copyOf(ulimits);
        groups = List.copyOf(groups);
        capabilities = List.copyOf(capabilities);
        securityOptions = List.copyOf(securityOptions);
    }

    /** The same, held to some cores. */
    public ContainerPlan on(String hostCores) {
        return new ContainerPlan(
                image, shmBytes, hostIpc, mounts, ulimits, groups, capabilities, securityOptions, hostCores);
    }

    /**
     * A bind mount.
     *
     * @param host absolute path on the host
     * @param container path inside
     */
    public record Mount(String host, String container, boolean readOnly) {}

    /**
     * A resource limit, soft and hard alike.
     *
     * @param value in the limit's own unit; −1: unlimited
     */
    public record Ulimit(String name, long value) {}
}
