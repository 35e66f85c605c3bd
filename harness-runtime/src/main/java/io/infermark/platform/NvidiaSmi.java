package io.infermark.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
        if (Executables.find("nvidia-smi").isEmpty()) {
            return new Answer(List.of(), "no nvidia-smi on the PATH");
        }
        try {
            Process process = new ProcessBuilder(
                            "nvidia-smi",
                            "--query-gpu=index,name,driver_version,memory.total,memory.used",
                            "--format=csv,noheader,nounits")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            CompletableFuture<Void> limit = process.onExit()
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .handle((ended, late) -> {
                        process.destroyForcibly();
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

    /** Reads the CSV; a field {@code [N/A]} of memory counts as 0. */
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
