package io.infermark.platform;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The host that this JVM runs on. */
final class LocalHost implements HostView {
    private static final long COMMAND_LIMIT_SECONDS = 30;
    private static final int CLOCK_READINGS = 20_000;

    @Override
    public Optional<String> text(Path file) {
        return ProcFs.read(file).map(String::strip);
    }

    @Override
    public List<String> entries(Path folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (IOException | SecurityException absent) {
            return List.of();
        }
        names.sort(String::compareTo);
        return names;
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public boolean usable(Path path) {
        return Files.isReadable(path) && Files.isWritable(path);
    }

    @Override
    public OptionalLong freeBytes(Path path) {
        for (Path at = path.toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at)) {
                try {
                    return OptionalLong.of(Files.getFileStore(at).getUsableSpace());
                } catch (IOException untold) {
                    return OptionalLong.empty();
                }
            }
        }
        return OptionalLong.empty();
    }

    @Override
    public OptionalLong sizeBytes(Path mountPoint) {
        try {
            return Files.isDirectory(mountPoint)
                    ? OptionalLong.of(Files.getFileStore(mountPoint).getTotalSpace())
                    : OptionalLong.empty();
        } catch (IOException untold) {
            return OptionalLong.empty();
        }
    }

    @Override
    public Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    @Override
    public Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name));
    }

    @Override
    public Optional<Path> executable(String name) {
        return Executables.find(name);
    }

    @Override
    public Optional<Said> run(String... words) {
        if (Executables.find(words[0]).isEmpty()) {
            return Optional.empty();
        }
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            CompletableFuture<@Nullable Void> limit = process.onExit()
                    .orTimeout(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS)
                    .handle((ended, late) -> {
                        process.destroyForcibly();
                        return null;
                    });
            String printed;
            try (InputStream out = process.getInputStream()) {
                printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            }
            limit.join();
            return Optional.of(new Said(process.waitFor(), printed));
        } catch (IOException notRun) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public boolean portFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    @Override
    public List<Integer> cores() {
        return Cores.usable();
    }

    @Override
    public long clockStepNanos() {
        long smallest = Long.MAX_VALUE;
        long before = System.nanoTime();
        for (int i = 0; i < CLOCK_READINGS; i++) {
            long now = System.nanoTime();
            if (now > before) {
                smallest = Math.min(smallest, now - before);
            }
            before = now;
        }
        return smallest;
    }

    @Override
    public NvidiaSmi.Answer nvidia() {
        return NvidiaSmi.query();
    }
}
