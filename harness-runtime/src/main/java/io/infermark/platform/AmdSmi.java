package io.infermark.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Asks {@code amd-smi} once. Its columns are those of its documentation, not of a run. */
public final class AmdSmi {
    private AmdSmi() {}

    /** The arguments that make it print what {@link #names} reads. */
    private static final List<String> STATIC = List.of("static", "--asic", "--csv");

    /** What it prints to these is read by {@link #names(String)}. */
    public static List<String> namesCommand(String tool) {
        return Stream.concat(Stream.of(tool), STATIC.stream()).toList();
    }

    /** All GPUs by index, with their market names and the memory in use now. */
    public static NvidiaSmi.Answer queryNamed(String tool) {
        NvidiaSmi.Answer answer = query(tool);
        Map<Integer, String> names = answer.gpus().isEmpty()
                ? Map.of()
                : names(ToolOutput.of("amd-smi", tool, STATIC.toArray(String[]::new))
                        .printed());
        return new NvidiaSmi.Answer(
                answer.gpus().stream()
                        .map(gpu -> gpu.named(names.getOrDefault(gpu.index(), gpu.name())))
                        .toList(),
                answer.absentBecause());
    }

    /** Market names by index, such as {@code AMD Instinct MI300X}; without those that it does not know. */
    public static Map<Integer, String> names(String csv) {
        Map<Integer, String> names = new TreeMap<>();
        int gpu = -1;
        int name = -1;
        for (String line : csv.lines().toList()) {
            List<String> fields = List.of(line.replace("\"", "").strip().split("\\s*,\\s*", -1));
            if (fields.contains("gpu")) {
                gpu = fields.indexOf("gpu");
                name = fields.indexOf("market_name");
            } else if (gpu >= 0
                    && name >= 0
                    && fields.size() > Math.max(gpu, name)
                    && fields.get(gpu).matches("\\d{1,4}")
                    && !fields.get(name).equals("N/A")) {
                names.put(Integer.parseInt(fields.get(gpu)), fields.get(name));
            }
        }
        return names;
    }

    /** All GPUs by index, without names, with the memory in use now. */
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
