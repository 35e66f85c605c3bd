package io.infermark.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks {@code amd-smi} once. Its columns are those of its documentation, not of a run. */
public final class AmdSmi {
    private static final long LIMIT_SECONDS = 30;

    private AmdSmi() {}

    /** All GPUs by index, with the memory in use now. */
    public static NvidiaSmi.Answer query(String tool) {
        if (Executables.find(tool).isEmpty()) {
            return new NvidiaSmi.Answer(List.of(), "no amd-smi on the PATH");
        }
        try {
            Process process = new ProcessBuilder(tool, "metric", "--mem-usage", "--csv")
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
                    : new NvidiaSmi.Answer(
                            List.of(),
                            "amd-smi failed: " + printed.lines().findFirst().orElse("no output"));
        } catch (IOException notRun) {
            return new NvidiaSmi.Answer(List.of(), "amd-smi cannot be run: " + notRun.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new NvidiaSmi.Answer(List.of(), "interrupted");
        }
    }

    /** Reads the CSV by its head; a field {@code N/A} of memory counts as 0, which is not known. */
    static NvidiaSmi.Answer parse(String csv) {
        List<HostFacts.Gpu> gpus = new ArrayList<>();
        List<String> head = List.of();
        for (String line : csv.lines().toList()) {
            List<String> fields = List.of(line.strip().toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1));
            if (fields.contains("gpu")) {
                head = fields;
            } else if (fields.size() == head.size()
                    && fields.get(head.indexOf("gpu")).matches("\\d{1,4}")) {
                gpus.add(new HostFacts.Gpu(
                        Integer.parseInt(fields.get(head.indexOf("gpu"))),
                        "AMD GPU",
                        "",
                        mib(head, fields, "total_vram"),
                        mib(head, fields, "used_vram")));
            }
        }
        return gpus.isEmpty() ? new NvidiaSmi.Answer(gpus, "amd-smi lists no GPU") : new NvidiaSmi.Answer(gpus, "");
    }

    private static long mib(List<String> head, List<String> fields, String column) {
        int at = head.indexOf(column);
        String digits = at < 0 ? "" : fields.get(at).replaceFirst("\\s*mb$", "");
        return digits.matches("\\d{1,12}") ? Long.parseLong(digits) : 0;
    }
}
