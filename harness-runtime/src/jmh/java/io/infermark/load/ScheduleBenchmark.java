package io.infermark.load;

import io.infermark.api.Arrival;
import io.infermark.load.arrival.ArrivalProcess;
import io.infermark.load.arrival.ArrivalSchedule;
import io.infermark.model.Load;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Making a schedule, and keeping an instant: what the pacer's park and spin add to it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ScheduleBenchmark {
    private static final int REQUESTS = 10_000;
    private static final long GAP_NANOS = 200_000;

    private final ArrivalProcess process = ArrivalProcess.of(new Load.Open(5_000, Arrival.POISSON, 1, 0));
    private long due;

    @Setup(Level.Iteration)
    public void slack() {
        boolean unused = LinuxThread.finestTimer();
        due = System.nanoTime();
    }

    /** One request of a Poisson schedule. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public ArrivalSchedule poisson() {
        return ArrivalSchedule.ofRequests(process, REQUESTS, 7);
    }

    /** An instant every 200 µs; what the score is above 200,000 ns is lateness that did not average out. */
    @Benchmark
    public long keepInstant() {
        due = Math.max(due + GAP_NANOS, System.nanoTime());
        long left = due - System.nanoTime();
        while (left > 0) {
            if (left > Pacer.SPIN_NANOS) {
                LockSupport.parkNanos(left - Pacer.SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
            left = due - System.nanoTime();
        }
        return left;
    }
}
