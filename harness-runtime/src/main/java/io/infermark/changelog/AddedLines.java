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
        for (String line : diff.split("\n", -1)) {
            if (line.startsWith("@@")) {
                inHunk = true;
            } else if (line.startsWith("diff --git ")) {
                inHunk = false;
            }
            boolean minusHeader = byPlace ? !inHunk : line.startsWith("---");
            boolean plusHeader = byPlace ? !inHunk : line.startsWith("+++");
            if (line.startsWith("-") && !minusHeader) {
                refuseDeletion(line.substring(1), file);
            } else if (line.startsWith("+") && !plusHeader) {
                added.add(line.substring(1));
            }
        }
        return added.toString();
    }

    private static void refuseDeletion(String deleted, String file) {
        if (!deleted.isBlank()) {
            throw ConfigException.of(
                    "ChangelogDeletion",
                    SourcePosition.NONE,
                    "Deletions are not allowed in " + file + ". Only additions to the changelog are permitted."
                            + " Found deleted line: " + deleted);
        }
    }
}
