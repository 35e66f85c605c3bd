package io.infermark.power;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The columns of a monitor's file that are no power: utilisation, memory, clocks, temperature. Nothing is integrated; a cell without a number is passed over. */
public final class MonitorColumns {
    private MonitorColumns() {}

    /**
     * Numbers of some columns over a window.
     *
     * @param start seconds since 1970
     * @param devices whose rows count
     * @param zone of timestamps that name none
     * @param wanted patterns that a column's whole name matches, by the name they get here; the first column that matches is taken
     * @return an entry for each column that is there and has a number in the window
     * @throws IOException if the file can't be read
     */
    public static Map<String, List<Double>> read(
            Path csv, double start, double end, Set<String> devices, ZoneId zone, Map<String, Pattern> wanted)
            throws IOException {
        List<List<String>> rows = CsvRows.parse(new String(Files.readAllBytes(csv), StandardCharsets.UTF_8));
        Map<String, List<Double>> found = new LinkedHashMap<>();
        if (rows.isEmpty()) {
            return found;
        }
        List<String> header = rows.get(0).stream().map(String::strip).toList();
        int time = first(header, PowerStream.TIME.asPredicate());
        int device = first(header, PowerStream.DEVICE.asMatchPredicate());
        if (time < 0 || device < 0) {
            return found;
        }
        PowerCells cells = new PowerCells(zone);
        for (List<String> row : rows.subList(1, rows.size())) {
            Double at = row.size() > Math.max(time, device) ? cells.timestamp(row.get(time)) : null;
            if (at == null
                    || at < start
                    || at > end
                    || !devices.contains(row.get(device).strip())) {
                continue;
            }
            wanted.forEach((name, pattern) -> {
                int column = first(header, pattern.asMatchPredicate());
                Double value = column < 0 || column >= row.size() ? null : PowerCells.number(row.get(column));
                if (value != null) {
                    found.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
                }
            });
        }
        return found;
    }

    private static int first(List<String> header, java.util.function.Predicate<String> is) {
        for (int i = 0; i < header.size(); i++) {
            if (is.test(header.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
