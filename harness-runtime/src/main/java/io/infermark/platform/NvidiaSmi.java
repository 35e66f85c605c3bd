package io.infermark.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks {@code nvidia-smi} once. */
public final class NvidiaSmi {
    private static final long LIMIT_SECONDS = 30;

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
        if (Executables.find(tool).isEmpty()) {
            return new Answer(List.of(), "no nvidia-smi on the PATH");
        }
        try {
            Process process = new ProcessBuilder(
                            tool,
                            "--query-gpu=index,name,driver_version,memory.total,memory.used",
                            "--format=csv,noheader,nounits")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            CompletableFuture<Void> limit = process.onExit()
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .handle((ended, late) -> {
                        // Of one that ended by itself it would close the output before that is read.
                        if (late != null) {
                            process.destroyForcibly();
                        }
                        return null;
                    });
            String printed;
            try (InputStream out = process.getInputStream()) {
                printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            }
            limit.join();
            return process.waitFor() == 0
                    ? parse(printed)
                    : new Answer(
                            List.of(),
                            "nvidia-smi failed: " + printed.lines().findFirst().orElse("no output"));
        } catch (IOException notRun) {
            return new Answer(List.of(), "nvidia-smi cannot be run: " + notRun.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Answer(List.of(), "interrupted");
        }
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
