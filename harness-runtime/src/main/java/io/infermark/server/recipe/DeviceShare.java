package io.infermark.server.recipe;

import io.infermark.api.Vendor;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Point;
import io.infermark.spi.ContainerPlan;
import io.infermark.spi.RecipeException;
import io.infermark.spi.StartContext;
import io.infermark.spi.StartPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The GPUs of a point, and how its vendor's runtime is told of them.
 *
 * <p>NVIDIA containers see only the GPUs of their device request, renumbered from 0 by bus address, so a variable is set only where another order
 * is wanted. AMD containers see all devices of
 * {@code /dev/dri}; only {@code HIP_VISIBLE_DEVICES} is set, since {@code ROCR_VISIBLE_DEVICES} beside it would filter a second time with other numbers.
 */
record DeviceShare(Vendor vendor, List<Integer> gpus) {
    private static final long GIB = 1L << 30;

    static DeviceShare of(BenchmarkSpec spec, Point point, StartContext context) {
        Vendor vendor = spec.hardware().vendor();
        if (vendor == Vendor.CPU || vendor == Vendor.SIMULATED) {
            return new DeviceShare(vendor, List.of());
        }
        int needed = Math.toIntExact(point.parallelism().gpus());
        if (context.gpus().isEmpty()) {
            return new DeviceShare(vendor, IntStream.range(0, needed).boxed().toList());
        }
        if (context.gpus().size() < needed) {
            throw new RecipeException("[GpusTooFew] " + point.id() + " needs " + needed + " GPUs, but only "
                    + context.gpus() + " are given. Give more, or leave the point out with @Exclude.");
        }
        return new DeviceShare(vendor, context.gpus().subList(0, needed));
    }

    StartPlan.Devices devices() {
        return gpus.isEmpty() ? StartPlan.Devices.NONE : new StartPlan.Devices(vendor, gpus);
    }

    String ids() {
        return gpus.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    Map<String, String> environment(boolean inContainer) {
        Map<String, String> environment = new LinkedHashMap<>();
        switch (vendor) {
            case NVIDIA -> {
                environment.put("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
                if (!inContainer) {
                    environment.put("CUDA_VISIBLE_DEVICES", ids());
                } else if (!ascending()) {
                    environment.put("CUDA_VISIBLE_DEVICES", ranks());
                }
            }
            case AMD -> environment.put("HIP_VISIBLE_DEVICES", ids());
            case INTEL -> environment.put("ZE_AFFINITY_MASK", ids());
            case CPU, SIMULATED -> {}
        }
        return environment;
    }

    private boolean ascending() {
        return gpus.equals(gpus.stream().sorted().toList());
    }

    /** The wanted order in the numbers of a container, which sees its GPUs by bus address whatever the order of the request was. */
    private String ranks() {
        List<Integer> seen = gpus.stream().sorted().toList();
        return gpus.stream().map(gpu -> String.valueOf(seen.indexOf(gpu))).collect(Collectors.joining(","));
    }

    /** What a container of this vendor needs beside the devices themselves. */
    ContainerPlan container(String image, List<ContainerPlan.Mount> mounts) {
        List<ContainerPlan.Ulimit> unlimited =
                List.of(new ContainerPlan.Ulimit("memlock", -1), new ContainerPlan.Ulimit("stack", 67108864));
        return switch (vendor) {
            case NVIDIA, INTEL ->
                new ContainerPlan(image, 16 * GIB, false, mounts, unlimited, List.of(), List.of(), List.of());
            case AMD ->
                new ContainerPlan(
                        image,
                        16 * GIB,
                        false,
                        mounts,
                        unlimited,
                        List.of("video", "render"),
                        List.of("SYS_PTRACE"),
                        List.of("seccomp=unconfined"));
            case CPU -> new ContainerPlan(image, GIB, false, mounts, List.of(), List.of(), List.of(), List.of());
            case SIMULATED -> new ContainerPlan(image, 0, false, mounts, List.of(), List.of(), List.of(), List.of());
        };
    }
}
