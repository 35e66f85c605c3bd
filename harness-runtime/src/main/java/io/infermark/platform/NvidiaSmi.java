package io.infermark.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Asks {@code nvidia-smi} once. */
public final class NvidiaSmi {
    private NvidiaSmi() {}

    /**
     * What it said.
     *
     * @param absentBecause why there are none; empty if it answered
     */
    public record Answer(List<HostFacts.Gpu> gpus, String absentBecause) {
        public Answer {
            gpus = List.copyOf(gpus);
        }
    }

    /** All GPUs by index, with the memory in use now. */
    public static Answer query() {
        return query("nvidia-smi");
    }

    /** Whether this host has NVIDIA's driver, which it can have without the tool. */
    public static boolean driverPresent() {
        return Files.exists(Path.of("/dev/nvidiactl")) || Files.exists(Path.of("/proc/driver/nvidia"));
    }

    /** The same by another executable. */
    public static Answer query(String tool) {
        ToolOutput output = ToolOutput.of(
                "nvidia-smi",
                tool,
                "--query-gpu=index,name,driver_version,memory.total,memory.used",
                "--format=csv,noheader,nounits");
        return output.absentBecause().isEmpty()
                ? parse(output.printed())
                : new Answer(List.of(), output.absentBecause());
    }

    /** Reads the CSV; a field {@code [N/A]} of memory counts as 0, which is not known. */
    static Answer parse(String csv) {
        List<HostFacts.Gpu> gpus = new ArrayList<>();
        for (String line : csv.lines().toList()) {
            String[] fields = line.split(",", -1);
            if (fields.length == 5 && fields[0].strip().matches("\\d{1,4}")) {
                gpus.add(new HostFacts.Gpu(
                        Integer.parseInt(fields[0].strip()),
                        fields[1].strip(),
                        fields[2].strip(),
                        mib(fields[3]),
                        mib(fields[4])));
            }
        }
        return gpus.isEmpty() ? new Answer(gpus, "nvidia-smi lists no GPU") : new Answer(gpus, "");
    }

    private static long mib(String field) {
        return field.strip().matches("\\d{1,12}") ? Long.parseLong(field.strip()) : 0;
    }
}
