package io.infermark.server.readiness;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Follows a growing log file: keeps its last lines and the first lines in which a pattern was found. Memory is bounded; a line longer than 4,000 bytes is cut into
 * several. Thread-safe.
 */
public final class LogTail {
    /** Lines kept. */
    public static final int KEPT = 200;

    private static final int LONGEST_LINE = 4000;
    private static final int READ_AT_ONCE = 1 << 16;

    private final Path file;
    private final Pattern fatal;
    private final Deque<String> last = new ArrayDeque<>();
    private final byte[] line = new byte[LONGEST_LINE];
    private int lineLength;
    private long offset;
    private Optional<String> fatalLine = Optional.empty();

    /** @param fatalPatterns regular expressions, any of which makes a line fatal */
    public LogTail(Path file, List<String> fatalPatterns) {
        this.file = file;
        this.fatal = fatalPatterns.isEmpty()
                ? Pattern.compile("(?!)")
                : Pattern.compile("(?:" + String.join(")|(?:", fatalPatterns) + ")");
    }

    /** Moves an earlier log out of the way, to {@code server.log.1} and so on: an earlier start's log is kept, and its lines must not be taken for the next one's. */
    public static void keepEarlier(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return;
        }
        int n = 1;
        while (Files.exists(file.resolveSibling(file.getFileName() + "." + n))) {
            n++;
        }
        Files.move(file, file.resolveSibling(file.getFileName() + "." + n));
    }

    /** The file that is followed. */
    public Path file() {
        return file;
    }

    /** Reads what was appended since the last call. An absent file counts as empty. */
    public synchronized void poll() {
        if (!Files.exists(file)) {
            return;
        }
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(offset);
            byte[] bytes = new byte[READ_AT_ONCE];
            for (int read = log.read(bytes); read > 0; read = log.read(bytes)) {
                offset += read;
                for (int i = 0; i < read; i++) {
                    accept(bytes[i]);
                }
            }
        } catch (IOException unreadable) {
            keep("(the log cannot be read: " + unreadable.getMessage() + ")");
        }
    }

    /** The first line that was fatal. */
    public synchronized Optional<String> fatalLine() {
        return fatalLine;
    }

    /** The last line that is not blank; empty if there is none. */
    public synchronized String lastLine() {
        if (lineLength > 0) {
            return text();
        }
        return last.isEmpty() ? "" : last.getLast();
    }

    /** The last lines that are not blank, oldest first. */
    public synchronized List<String> lastLines() {
        List<String> lines = new ArrayList<>(last);
        if (lineLength > 0) {
            lines.add(text());
        }
        return lines;
    }

    private void accept(byte b) {
        if (b == '\n' || b == '\r') {
            endLine();
            return;
        }
        if (lineLength == LONGEST_LINE) {
            endLine();
        }
        line[lineLength++] = b;
    }

    private void endLine() {
        String text = text();
        lineLength = 0;
        if (!text.isBlank()) {
            keep(text);
        }
    }

    private void keep(String text) {
        if (fatalLine.isEmpty() && fatal.matcher(text).find()) {
            fatalLine = Optional.of(text);
        }
        last.addLast(text);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
    }

    private String text() {
        return new String(line, 0, lineLength, StandardCharsets.UTF_8).stripTrailing();
    }
}
