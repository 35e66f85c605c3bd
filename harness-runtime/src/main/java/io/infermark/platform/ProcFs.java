package io.infermark.platform;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code /proc}. On systems without it everything is empty. */
public final class ProcFs {
    private static final Path ROOT = Path.of("/proc");
    private static final int READ_BYTES = 65_536;

    private ProcFs() {}

    /** Whether this host has it. */
    public static boolean present() {
        return Files.isReadable(ROOT.resolve("self/stat"));
    }

    /** Identifiers of all processes that have the variable {@code name} in the environment they were started with; zombies do not count. */
    public static List<Marked> marked(String name) {
        List<Marked> found = new ArrayList<>();
        if (!present()) {
            return found;
        }
        byte[] key = (name + "=").getBytes(StandardCharsets.UTF_8);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(ROOT, "[0-9]*")) {
            for (Path process : processes) {
                value(process, key)
                        .ifPresent(value -> found.add(
                                new Marked(Long.parseLong(process.getFileName().toString()), value)));
            }
        } catch (IOException unreadable) {
            return found;
        }
        return found;
    }

    /**
     * A process with a marked environment.
     *
     * @param value of the variable
     */
    public record Marked(long pid, String value) {}

    /** A variable of the environment that a process was started with; empty if it has none, is gone, or is not ours to read. */
    public static Optional<String> environment(long pid, String name) {
        return value(ROOT.resolve(Long.toString(pid)), (name + "=").getBytes(StandardCharsets.UTF_8));
    }

    /** The start of a process in clock ticks since boot, which tells apart processes that had the same id; empty if it is gone. */
    public static OptionalLong startTicks(long pid) {
        Optional<String> stat = read(ROOT.resolve(pid + "/stat"));
        if (stat.isEmpty()) {
            return OptionalLong.empty();
        }
        // The second field is the name in parentheses and may hold spaces; state is the third and the start time the
        // 22nd.
        String[] fields = stat.get().substring(stat.get().lastIndexOf(')') + 2).split(" ", -1);
        return "Z".equals(fields[0]) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(fields[19]));
    }

    /** The command line of a process, words joined by spaces; empty if it is gone. */
    public static String commandLine(long pid) {
        return read(ROOT.resolve(pid + "/cmdline"))
                .orElse("")
                .replace('\0', ' ')
                .strip();
    }

    /** How many processes the kernel has ended for want of memory since boot, containers included; empty where it does not tell. */
    public static OptionalLong outOfMemoryKills() {
        return read(ROOT.resolve("vmstat")).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                .findFirst();
    }

    /** A small file of {@code /proc} by its relative path, stripped; empty if it is absent. */
    static Optional<String> text(String path) {
        return read(ROOT.resolve(path)).map(String::strip);
    }

    /** A small file of {@code /proc} or {@code /sys}; empty if it is absent or unreadable. */
    static Optional<String> read(Path file) {
        // Files.readString asks for one byte first where a file says that it has none, and /proc/sys answers the first
        // request only.
        try (InputStream in = new FileInputStream(file.toFile())) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] buffer = new byte[READ_BYTES];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                all.write(buffer, 0, n);
            }
            return Optional.of(all.toString(StandardCharsets.ISO_8859_1));
        } catch (IOException | SecurityException absent) {
            return Optional.empty();
        }
    }

    private static Optional<String> value(Path process, byte[] key) {
        byte[] environment;
        try {
            environment = Files.readAllBytes(process.resolve("environ"));
        } catch (IOException goneOrNotOurs) {
            return Optional.empty();
        }
        for (int start = 0; start < environment.length; start = next(environment, start)) {
            if (startsWith(environment, start, key)) {
                int end = next(environment, start) - 1;
                return Optional.of(
                        new String(environment, start + key.length, end - start - key.length, StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private static int next(byte[] environment, int from) {
        int i = from;
        while (i < environment.length && environment[i] != 0) {
            i++;
        }
        return i + 1;
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] key) {
        if (from + key.length > bytes.length) {
            return false;
        }
        for (int i = 0; i < key.length; i++) {
            if (bytes[from + i] != key[i]) {
                return false;
            }
        }
        return true;
    }
}
