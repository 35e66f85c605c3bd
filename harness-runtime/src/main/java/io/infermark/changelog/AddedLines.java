package io.infermark.changelog;

import io.infermark.config.ConfigException;
import io.infermark.config.SourcePosition;
import io.infermark.config.master.Dialect;
import java.util.StringJoiner;

/** What a unified diff adds; a deletion of anything but blank lines is refused, for the changelog is a log. */
public final class AddedLines {

    private AddedLines() {}

    /**
     * Added lines in order.
     *
     * @param diff output of {@code git diff}
     * @param file name for the message
     * @param dialect FEB and HEAD look at the first characters of each line only, so that a deleted line whose text begins
     *     with {@code --} escapes them and an added one that begins with {@code ++} is lost; NATIVE knows headers by place
     * @throws ConfigException when a line that is not blank is deleted
     */
    public static String of(String diff, String file, Dialect dialect) {
        boolean byPlace = dialect == Dialect.NATIVE;
        StringJoiner added = new StringJoiner("\n");
        boolean inHunk = false;
        int oldLine = 0;
        for (String line : diff.split("\n", -1)) {
            if (line.startsWith("@@")) {
                inHunk = true;
                oldLine = beginOf(line);
            } else if (line.startsWith("diff --git ")) {
                inHunk = false;
            }
            boolean minusHeader = byPlace ? !inHunk : line.startsWith("---");
            boolean plusHeader = byPlace ? !inHunk : line.startsWith("+++");
            if (line.startsWith("-") && !minusHeader) {
                refuseDeletion(line.substring(1), file, oldLine);
            } else if (line.startsWith("+") && !plusHeader) {
                added.add(line.substring(1));
            }
            boolean ofTheOld = line.startsWith("-") || line.startsWith(" ");
            oldLine += inHunk && oldLine > 0 && ofTheOld ? 1 : 0;
        }
        return added.toString();
    }

    /** The old file's line with which a hunk begins, of {@code @@ -12,3 +12,4 @@}; 0 if it can't be told. */
    private static int beginOf(String hunk) {
        int from = hunk.indexOf('-') + 1;
        int to = from;
        while (to < hunk.length() && to < from + 9 && Character.isDigit(hunk.charAt(to))) {
            to++;
        }
        return from == 0 || to == from ? 0 : Integer.parseInt(hunk.substring(from, to));
    }

    private static void refuseDeletion(String deleted, String file, int line) {
        if (!deleted.isBlank()) {
            throw ConfigException.of(
                    "ChangelogDeletion",
                    new SourcePosition(file, line, line == 0 ? 0 : 1),
                    "Deletions are not allowed in " + file + ". Only additions to the changelog are permitted."
                            + " Found deleted line: " + deleted);
        }
    }
}
