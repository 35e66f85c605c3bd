package io.infermark.power;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values as the monitors write them: quotes allowed, spaces after a comma skipped, empty lines passed over. */
final class CsvRows {
    private CsvRows() {}

    /** The rows of a text, the header first. */
    static List<List<String>> parse(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    cell.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '\n' || c == '\r') {
                end(rows, row, cell);
                row = new ArrayList<>();
                begun = false;
            } else if (c == ',') {
                row.add(cell.toString());
                cell.setLength(0);
                begun = false;
            } else if (c == '"' && !begun) {
                quoted = true;
                begun = true;
            } else if (c != ' ' || begun) {
                cell.append(c);
                begun = true;
            }
        }
        end(rows, row, cell);
        return rows;
    }

    private static void end(List<List<String>> rows, List<String> row, StringBuilder cell) {
        if (!row.isEmpty() || cell.length() > 0) {
            row.add(cell.toString());
            rows.add(row);
        }
        cell.setLength(0);
    }
}
