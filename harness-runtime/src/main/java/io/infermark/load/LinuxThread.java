package io.infermark.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What Linux lets a thread do to itself through {@code /proc}; elsewhere everything here says that it did not work. */
final class LinuxThread {
    /** Of an event loop. */
    static final int LOOP = -10;

    /** Of who wakes up for an instant and is done in microseconds, where {@link #realTime} is not to be had: on a loop's core it would wait for the end of the loop's turn. */
    static final int PACER = -15;

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

    /** Binds a thread to a core, and says whether it worked. */
    static LoaderHealth.Pinning bind(int thread, int core) {
        String bound = "bound to core " + core;
        String problem = tool(thread, "taskset", "-cp", Integer.toString(core));
        return problem == null
                ? new LoaderHealth.Pinning(OptionalInt.of(core), bound)
                : new LoaderHealth.Pinning(OptionalInt.empty(), "not " + bound + ": " + problem);
    }

    /**
     * Puts a thread before the other threads of its session: before compilers, collectors and whatever else its JVM does. Where the scheduler shares cores between sessions first ({@code
     * sched_autogroup}), other programs keep their share. Without the right to it (root, CAP_SYS_NICE) nothing changes.
     *
     * @param niceness {@link #LOOP} or {@link #PACER}
     * @return whether it worked
     */
    static boolean prefer(int thread, int niceness) {
        return tool(thread, "renice", "-n", Integer.toString(niceness), "-p") == null;
    }

    /**
     * Lets a thread run as soon as it wakes up, whatever else of the machine is at work on its core ({@code SCHED_FIFO}). Only for one that is done in microseconds: until it sleeps again, nothing
     * takes the core from it. Without the right to it (root, CAP_SYS_NICE) nothing changes.
     *
     * @return whether it worked
     */
    static boolean realTime(int thread) {
        return tool(thread, "chrt", "-f", "-p", "1") == null;
    }

    /** Runs a tool with a thread's id as its last argument; what went wrong, null if nothing did. */
    private static @Nullable String tool(int thread, String... words) {
        if (thread < 0) {
            return "this platform names no threads";
        }
        List<String> command = new ArrayList<>(List.of(words));
        command.add(Integer.toString(thread));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return words[0] + " did not end";
            }
            return process.exitValue() == 0 ? null : words[0] + " ended with " + process.exitValue();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /**
     * What the scheduler counts of a thread of this process.
     *
     * @param cpu nanoseconds on a core
     * @param waited nanoseconds in which it was ready and waited for one
     * @param runs how often it was put on one
     */
    record Schedule(long cpu, long waited, long runs) {
        /** The platform does not tell. */
        static final Schedule UNKNOWN = new Schedule(-1, -1, -1);

        static final Schedule NONE = new Schedule(0, 0, 0);

        boolean known() {
            return cpu >= 0;
        }

        /** The sum; unknown if one of both is. */
        Schedule plus(Schedule other) {
            return known() && other.known()
                    ? new Schedule(cpu + other.cpu, waited + other.waited, runs + other.runs)
                    : UNKNOWN;
        }

        /** What was added since an earlier reading; unknown if one of both is. */
        Schedule since(Schedule before) {
            return known() && before.known()
                    ? new Schedule(cpu - before.cpu, waited - before.waited, runs - before.runs)
                    : UNKNOWN;
        }
    }

    /** The scheduler's counters of a thread of this process. */
    static Schedule schedule(int thread) {
        try {
            String[] fields = Files.readString(Path.of("/proc/self/task/" + thread + "/schedstat"))
                    .strip()
                    .split(" ", -1);
            return new Schedule(Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
        } catch (IOException | RuntimeException e) {
            return Schedule.UNKNOWN;
        }
    }
}
