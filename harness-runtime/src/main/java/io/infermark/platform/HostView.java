package io.infermark.platform;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** This host, as somebody who examines it sees it: every answer is a fact or its absence, nothing is changed. Tests put another host in its place. */
public interface HostView {
    /** The real one. */
    static HostView local() {
        return new LocalHost();
    }

    /** A small file's text, stripped; empty if it is absent or unreadable. */
    Optional<String> text(Path file);

    /** Names of a folder's entries in order; empty if it is absent or unreadable. */
    List<String> entries(Path folder);

    /** Whether there is such a file, folder, socket or device. */
    boolean exists(Path path);

    /** Whether this user may read and write it. */
    boolean usable(Path path);

    /** Bytes that this user may still write to the file system of a path, or of its nearest existing parent; empty if that cannot be told. */
    OptionalLong freeBytes(Path path);

    /** Size in bytes of the file system that is mounted there; empty if nothing is there. */
    OptionalLong sizeBytes(Path mountPoint);

    /** Variable of the environment; a blank one counts as absent. */
    Optional<String> environment(String name);

    /** System property of this JVM. */
    Optional<String> property(String name);

    /** The executable that a name runs. */
    Optional<Path> executable(String name);

    /** Runs a command that only reads, half a minute at most; empty if it cannot be run or does not end. */
    Optional<Said> run(String... words);

    /** Whether a server could listen on this port of the loopback interface now; 0: on any. */
    boolean portFree(int port);

    /** Cores that this process may use. */
    List<Integer> cores();

    /** The smallest step that the JVM's clock was seen to make, in nanoseconds. */
    long clockStepNanos();

    /** What {@code nvidia-smi} lists. */
    NvidiaSmi.Answer nvidia();

    /**
     * What a command printed, both streams.
     *
     * @param exitCode 0: it did what it was asked
     */
    record Said(int exitCode, String text) {
        /** The first line that is not blank. */
        public String firstLine() {
            return text.lines()
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .map(String::strip)
                    .orElse("no output");
        }
    }
}
