package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The load generator that a run of this JVM has started, as Linux shows it. */
record GeneratorProcess(long pid) {
    /** The kernel keeps 15 characters of a thread's name. */
    private static final String LOOP = "infermark-load-";

    static GeneratorProcess find() {
        return new GeneratorProcess(ProcessHandle.current()
                .descendants()
                .filter(child -> commandLine(child.pid()).contains("io.infermark.fork.ForkMain"))
                .findFirst()
                .orElseThrow()
                .pid());
    }

    /** From the kernel: {@link ProcessHandle.Info} drops a command line of more than a page, which a class path is. */
    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    /** Stops it for so long. */
    void pause(long millis) throws IOException, InterruptedException {
        execute("kill", "-STOP", Long.toString(pid));
        TimeUnit.MILLISECONDS.sleep(millis);
        execute("kill", "-CONT", Long.toString(pid));
    }

    /** The id of its first event loop's thread. */
    String loopThread() throws IOException {
        try (Stream<Path> threads = Files.list(tasks())) {
            return threads.filter(GeneratorProcess::isLoop)
                    .findFirst()
                    .orElseThrow()
                    .getFileName()
                    .toString();
        }
    }

    private static boolean isLoop(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).startsWith(LOOP);
        } catch (IOException gone) {
            return false;
        }
    }

    /** How long a thread of it has waited for a core since it was started. */
    long waitedNanos(String thread) throws IOException {
        return Long.parseLong(
                Files.readString(tasks().resolve(thread).resolve("schedstat")).split(" ", -1)[1]);
    }

    /**
     * Gives other processes precedence over a thread of it. Beside its equals a thread that hardly runs gets a core as soon as it wakes, which is harmless. Where the kernel weighs sessions
     * against each other before threads ({@code autogroup}), its session yields too.
     */
    void yieldToOthers(String thread) throws IOException, InterruptedException {
        execute("chrt", "-i", "-p", "0", thread);
        Path session = Path.of("/proc/" + pid + "/autogroup");
        if (Files.exists(session)) {
            Files.writeString(session, "19");
        }
    }

    private Path tasks() {
        return Path.of("/proc/" + pid + "/task");
    }

    static void execute(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}
