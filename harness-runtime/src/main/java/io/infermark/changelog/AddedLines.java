package io.infermark.changelog;

import io.infermark.config.ConfigException;
import io.infermark.config.SourcePosition;
import io.infermark.config.master.Dialect;
import java.util.StringJoiner;

/** What a unified diff adds; a deletion of anything but blank lines is refused, for the changelog is a log. */
public final class AddedLines {

    /** Longest part of a refused line that the message shows. */
    private static final int SHOWN = 200;

    /** Begins of files beyond this line are not padded: no changelog is that long. */
    private static final int MAX_PADDING = 1_000_000;

    private AddedLines() {}

    /**
     * Added lines in order. Before the first of them stand as many empty lines as the new file has lines there, so that
     * places in the text are places in the file as long as the additions are contiguous, which appended ones are.
     *
     * @param diff output of {@code git diff}
     * @param file name for the message
     * @param dialect FEB and HEAD look at the first characters of each line only, so that a deleted line whose text begins
     *     with {@code --} escapes them and an added one that begins with {@code ++} is lost; NATIVE knows headers by place
     * @return empty if nothing is added
     * @throws ConfigException when a line that is not blank is deleted, or git takes the file for binary
     */
    public static String of(String diff, String file, Dialect dialect) {
        boolean byPlace = dialect == Dialect.NATIVE;
        StringJoiner added = new StringJoiner("\n");
        added.setEmptyValue("");
        boolean inHunk = false;
        int oldLine = 0;
        int newLine = 0;
        int firstAdded = -1;
        // Upstream reads git's answer as text, whose line ends are all alike.
        String text = byPlace ? diff : diff.replace("\r\n", "\n").replace('\r', '\n');
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("@@")) {
                inHunk = true;
                oldLine = beginOf(line, '-');
                newLine = beginOf(line, '+');
                continue;
            }
            if (line.startsWith("diff --git ")) {
                inHunk = false;
            } else if (!inHunk && line.startsWith("Binary files ")) {
                throw ConfigException.of(
                        "ChangelogInvalid",
                        new SourcePosition(file, 0, 0),
                        "No additions found in the changelog file: git takes it for binary. Remove its NUL characters,"
                                + " or save it as UTF-8.");
            }
            boolean minusHeader = byPlace ? !inHunk : line.startsWith("---");
            boolean plusHeader = byPlace ? !inHunk : line.startsWith("+++");
            if (line.startsWith("-") && !minusHeader) {
                refuseDeletion(line.substring(1), file, oldLine);
            } else if (line.startsWith("+") && !plusHeader) {
                firstAdded = firstAdded < 0 ? newLine : firstAdded;
                added.add(line.substring(1));
            }
            boolean context = line.isEmpty() || line.startsWith(" ");
            oldLine += inHunk && oldLine > 0 && (context || line.startsWith("-")) ? 1 : 0;
            newLine += inHunk && newLine > 0 && (context || line.startsWith("+")) ? 1 : 0;
        }
        int padding = added.length() == 0 ? 0 : Math.min(MAX_PADDING, Math.max(0, firstAdded - 1));
        return "\n".repeat(padding) + added;
    }

    /** Whether the new file's last line, as far as the diff shows it, has no end. */
    public static boolean endUnfinished(String diff) {
        String[] lines = diff.stripTrailing().split("\n", -1);
        int last = lines.length - 1;
        return last > 0
                && lines[last].startsWith("\\ No newline")
                && (lines[last - 1].startsWith("+") || lines[last - 1].startsWith(" "));
    }

    /** The line with which a hunk begins in the old or the new file, of {@code @@ -12,3 +12,4 @@}; 0 if it can't be told. */
    private static int beginOf(String hunk, char side) {
        int from = hunk.indexOf(side) + 1;
        int to = from;
        while (to < hunk.length() && to < from + 9 && Character.isDigit(hunk.charAt(to))) {
            to++;
        }
        return from == 0 || to == from ? 0 : Integer.parseInt(hunk.substring(from, to));
    }

    private static void refuseDeletion(String deleted, String file, int line) {
        if (!deleted.isBlank()) {
            String shown = deleted.length() <= SHOWN ? deleted : deleted.substring(0, SHOWN) + "…";
            throw ConfigException.of(
                    "ChangelogDeletion",
                    new SourcePosition(file, line, line == 0 ? 0 : 1),
                    "Deletions are not allowed in " + file + ". Only additions to the changelog are permitted."
                            + " Found deleted line: " + shown);
        }
    }
}
