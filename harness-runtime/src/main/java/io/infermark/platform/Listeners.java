package io.infermark.platform;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Processes of this host by the TCP port on which they listen, as {@code /proc} tells; other users' processes only for root. */
public final class Listeners {
    private static final Path ROOT = Path.of("/proc");
    private static final String LISTENING = "0A";
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private Listeners() {}

    /** The cores to which the process that listens on a port of this host is held, as {@code taskset -c} takes them; empty if there is none, or it is not ours to ask. */
    public static Optional<String> coresOf(int port) {
        OptionalLong pid = process(port);
        if (pid.isEmpty()) {
            return Optional.empty();
        }
        return ProcFs.text(pid.getAsLong() + "/status").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    static OptionalLong process(int port) {
        for (String table : new String[] {"net/tcp", "net/tcp6"}) {
            Optional<String> inode = inode(ProcFs.text(table).orElse(""), port);
            if (inode.isPresent()) {
                return holder("socket:[" + inode.get() + "]");
            }
        }
        return OptionalLong.empty();
    }

    static Optional<String> inode(String table, int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        return table.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields ->
                        fields.length > INODE && fields[LOCAL].endsWith(suffix) && fields[STATE].equals(LISTENING))
                .map(fields -> fields[INODE])
                .findFirst();
    }

    private static OptionalLong holder(String socket) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(ROOT, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, socket)) {
                    return OptionalLong.of(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException unreadable) {
            // Then nobody is known to hold it.
        }
        return OptionalLong.empty();
    }

    private static boolean holds(Path process, String socket) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (isLinkTo(file, socket)) {
                    return true;
                }
            }
        } catch (IOException goneOrNotOurs) {
            return false;
        }
        return false;
    }

    private static boolean isLinkTo(Path file, String target) {
        try {
            return Files.readSymbolicLink(file).toString().equals(target);
        } catch (IOException gone) {
            return false;
        }
    }
}
