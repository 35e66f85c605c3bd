package io.infermark.server.process;

import io.infermark.platform.Children;
import io.infermark.platform.ProcFs;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * All processes of one start: the main one, its descendants, and whatever carries the start's mark although its parent is gone. Processes may fork while they are
 * being ended, so each step looks again until it finds none.
 */
final class ProcessFamily {
    private final ProcessHandle main;
    private final RunMark mark;

    ProcessFamily(ProcessHandle main, RunMark mark) {
        this.main = main;
        this.mark = mark;
    }

    /** Those that are alive now. */
    List<ProcessHandle> living() {
        Map<Long, ProcessHandle> family = new LinkedHashMap<>();
        family.put(main.pid(), main);
        main.descendants().forEach(child -> family.put(child.pid(), child));
        for (ProcFs.Marked marked : ProcFs.marked(RunMark.START)) {
            if (marked.value().equals(mark.start())) {
                ProcessHandle.of(marked.pid()).ifPresent(process -> family.put(process.pid(), process));
            }
        }
        return family.values().stream().filter(Children::running).toList();
    }

    /** Asks the main process, waits, asks what it left behind, waits; then kills. Returns whether anything had to be killed. */
    boolean end(Duration grace) throws InterruptedException {
        long until = System.nanoTime() + grace.toNanos();
        if (main.isAlive()) {
            main.destroy();
            await(main, until);
        }
        if (!main.isAlive()) {
            // A shell that was the main process ends without passing the signal on.
            living().forEach(ProcessHandle::destroy);
            for (ProcessHandle left : living()) {
                await(left, until);
            }
        }
        return kill();
    }

    /** Kills all of it. Returns whether there was anything to kill. */
    boolean kill() throws InterruptedException {
        boolean any = false;
        for (List<ProcessHandle> left = living(); !left.isEmpty(); left = living()) {
            any = true;
            left.forEach(ProcessHandle::destroyForcibly);
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            for (ProcessHandle process : left) {
                if (!await(process, until)) {
                    // A process that outlives SIGKILL hangs in the kernel (a driver); nothing more can be done from
                    // here.
                    return true;
                }
            }
        }
        return any;
    }

    private static boolean await(ProcessHandle process, long untilNanos) throws InterruptedException {
        while (Children.running(process)) {
            long left = untilNanos - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                process.onExit().get(Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)), TimeUnit.NANOSECONDS);
            } catch (TimeoutException lookAgain) {
                // The end of a process that is not our child is noticed by looking.
            } catch (java.util.concurrent.ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return true;
    }
}
