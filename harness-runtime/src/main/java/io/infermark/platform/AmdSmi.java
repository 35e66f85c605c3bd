package io.infermark.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Asks {@code amd-smi} once. Its columns are those of its documentation, not of a run. */
public final class AmdSmi {
    private AmdSmi() {}

    /** All GPUs by index, with the memory in use now. */
    public static NvidiaSmi.Answer query(String tool) {
        ToolOutput output = ToolOutput.of("amd-smi", tool, "metric", "--mem-usage", "--csv");
        return output.absentBecause().isEmpty()
                ? parse(output.printed())
                : new NvidiaSmi.Answer(List.of(), output.absentBecause());
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
