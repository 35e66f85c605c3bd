package io.infermark.load;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Reads the process's own counters before and after a window. */
final class HealthMeter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<ClientLoop> loops;
    private final int[] threads;
    private final Reading before;

    private record Reading(
            LinuxThread.Schedule schedule, long gcCount, long gcMillis, long jitMillis, long allocated) {}

    /**
     * Starts a measurement.
     *
     * @param threads the loops' thread ids of the platform, -1 where unknown
     */
    HealthMeter(List<ClientLoop> loops, int[] threads) {
        this.loops = loops;
        this.threads = threads.clone();
        before = read();
    }

    LoaderHealth finish(
            long windowNanos,
            List<LoaderHealth.Pinning> pinning,
            List<LoopWatch> watches,
            int pacerWaits,
            ConnectionOpener.Opened opened) {
        Reading after = read();
        LinuxThread.Schedule schedule = after.schedule.since(before.schedule);
        Histogram lag = new Histogram(3);
        Histogram lateness = new Histogram(3);
        int fresh = 0;
        long connectMax = 0;
        int resends = 0;
        int blocked = 0;
        long blockedSum = 0;
        long blockedMax = 0;
        int sourceWaits = pacerWaits;
        long tokenEvents = 0;
        for (LoopWatch watch : watches) {
            lag.add(watch.lag);
            lateness.add(watch.lateness);
            fresh += watch.fresh;
            connectMax = Math.max(connectMax, watch.connectMax);
            resends += watch.resends;
            blocked += watch.blocked;
            blockedSum += watch.blockedSum;
            blockedMax = Math.max(blockedMax, watch.blockedMax);
            sourceWaits += watch.sourceWaits;
            tokenEvents += watch.tokenEvents;
        }
        return new LoaderHealth(
                windowNanos,
                loops.get(0).transport(),
                pinning,
                spread(lag),
                schedule.cpu(),
                schedule.waited(),
                schedule.runs(),
                after.gcCount - before.gcCount,
                (after.gcMillis - before.gcMillis) * 1_000_000,
                (after.jitMillis - before.jitMillis) * 1_000_000,
                spread(lateness),
                opened.opened(),
                opened.failed(),
                fresh,
                connectMax,
                resends,
                blocked,
                blockedSum,
                blockedMax,
                sourceWaits,
                loops.stream().mapToInt(loop -> loop.lane().blocksAdded()).sum(),
                after.allocated - before.allocated,
                tokenEvents);
    }

    private static LoaderHealth.Spread spread(Histogram histogram) {
        return histogram.getTotalCount() == 0
                ? new LoaderHealth.Spread(0, 0, 0, 0, 0)
                : new LoaderHealth.Spread(
                        histogram.getTotalCount(),
                        Math.round(histogram.getMean()),
                        histogram.getValueAtPercentile(50),
                        histogram.getValueAtPercentile(99),
                        histogram.getMaxValue());
    }

    private Reading read() {
        LinuxThread.Schedule schedule = LinuxThread.Schedule.NONE;
        for (int thread : threads) {
            schedule = schedule.plus(LinuxThread.schedule(thread));
        }
        long gcCount = 0;
        long gcMillis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            gcCount += Math.max(0, collector.getCollectionCount());
            gcMillis += Math.max(0, collector.getCollectionTime());
        }
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long jit = compiler != null && compiler.isCompilationTimeMonitoringSupported()
                ? compiler.getTotalCompilationTime()
                : 0;
        long allocated = 0;
        for (ClientLoop loop : loops) {
            Thread thread = loop.thread();
            allocated += thread == null ? 0 : THREADS.getThreadAllocatedBytes(thread.getId());
        }
        return new Reading(schedule, gcCount, gcMillis, jit, allocated);
    }
}
