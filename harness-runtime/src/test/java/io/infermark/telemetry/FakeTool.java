package io.infermark.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Executables that stand for a vendor's tool. */
public final class FakeTool {
    /** Half a minute of an H100: idle, eight seconds of matrix products, idle; {@code nvidia-smi -lms 500}, driver 580.159. */
    public static final Path H100 = Path.of("src", "test", "resources", "telemetry", "nvidia-smi-h100-load.csv");

    private FakeTool() {}

    /** A script of the shell, executable. */
    public static Path script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    /** A tool that prints these lines at once and then the last one again and again, as a sampler goes on. */
    public static Path replay(Path folder, List<String> lines) throws IOException {
        Path csv = folder.resolve("replayed.csv");
        Files.write(csv, lines);
        return script(
                folder.resolve("replay.sh"), "cat '" + csv + "'\nwhile :; do tail -n 1 '" + csv + "'; sleep 0.1; done");
    }
}
