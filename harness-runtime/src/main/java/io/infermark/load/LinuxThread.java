package io.infermark.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What Linux lets a thread do to itself through {@code /proc}; elsewhere everything here says that it did not work. */
final class LinuxThread {
    private static final Path SELF = Path.of("/proc/thread-self");

    private LinuxThread() {}

    /** The calling thread's id; -1 if the platform does not tell. */
    static int id() {
        try {
            return Integer.parseInt(Files.readSymbolicLink(SELF).getFileName().toString());
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    /** Timed sleeps of the calling thread end within a nanosecond of their time instead of 50 µs; whether that worked. */
    static boolean finestTimer() {
        int id = id();
        if (id < 0) {
            return false;
        }
        try {
            Files.writeString(Path.of("/proc/" + id + "/timerslack_ns"), "1");
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Binds a thread to a core; a sentence that says whether it worked. */
    static String bind(int thread, int core) {
        if (thread < 0) {
            return "not bound to core " + core + ": this platform names no threads";
        }
        try {
            Process taskset = new ProcessBuilder("taskset", "-cp", Integer.toString(core), Integer.toString(thread))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!taskset.waitFor(5, TimeUnit.SECONDS)) {
                taskset.destroyForcibly();
                return "not bound to core " + core + ": taskset did not end";
            }
            return taskset.exitValue() == 0
                    ? "bound to core " + core
                    : "not bound to core " + core + ": taskset ended with " + taskset.exitValue();
        } catch (IOException e) {
            return "not bound to core " + core + ": " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "not bound to core " + core + ": interrupted";
        }
    }

    /** Time on a core and time ready but waiting for one, of a thread of this process; {-1, -1} if the platform does not tell. */
    static long[] schedule(int thread) {
        try {
            String[] fields = Files.readString(Path.of("/proc/self/task/" + thread + "/schedstat"))
                    .strip()
                    .split(" ", -1);
            return new long[] {Long.parseLong(fields[0]), Long.parseLong(fields[1])};
        } catch (IOException | RuntimeException e) {
            return new long[] {-1, -1};
        }
    }
}
