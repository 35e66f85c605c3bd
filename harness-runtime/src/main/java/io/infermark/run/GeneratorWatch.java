package io.infermark.run;

import io.infermark.fork.FromGenerator;
import io.infermark.fork.Generator;
import io.infermark.platform.CoreTimes;
import io.infermark.platform.HostView;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the host and at the generator's process before and after what the generator does, never meanwhile: what each part of a trial cost, and what others took from a window.
 *
 * <p>A generator in this JVM has no process of its own, so there are no costs; elsewhere than on Linux there are no counters of cores. Such figures are left out. For one thread.
 */
final class GeneratorWatch {
    private final OptionalLong process;
    private final HostView host;
    private final int loops;
    private final Map<String, Double> cost = new TreeMap<>();
    private final long startedAt = System.nanoTime();

    /** @param loops event loops of the generator */
    GeneratorWatch(Generator generator, HostView host, int loops) {
        this(generator.process(), host, loops);
    }

    GeneratorWatch(OptionalLong process, HostView host, int loops) {
        this.process = process;
        this.host = host;
        this.loops = loops;
    }

    private record Look(long nanos, @Nullable Double cpuMillis, Optional<CoreTimes> cores) {}

    private Look look() {
        return new Look(System.nanoTime(), cpuMillis(), CoreTimes.read(host));
    }

    private @Nullable Double cpuMillis() {
        return process.isEmpty()
                ? null
                : ProcessHandle.of(process.getAsLong())
                        .flatMap(handle -> handle.info().totalCpuDuration())
                        .map(GeneratorWatch::millis)
                        .orElse(null);
    }

    private static Double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    /** The generator is there and warm: everything up to now was its start, but for what it says of its self-warm-up. */
    void opened(FromGenerator.Opened opened) {
        Double cpu = cpuMillis();
        if (process.isEmpty()) {
            return;
        }
        double warm = opened.selfWarmUp().getOrDefault("millis", 0.0);
        double warmCpu = opened.selfWarmUp().getOrDefault("cpuMillis", 0.0);
        add("SelfWarmUp", warm, warmCpu);
        add(
                "Start",
                Math.max(0, (System.nanoTime() - startedAt) / 1e6 - warm),
                cpu == null ? null : Double.valueOf(Math.max(0, cpu - warmCpu)));
    }

    /** Does it and adds what it took to the costs of that name. */
    void calibration(String name, Runnable work) {
        Look before = look();
        work.run();
        spent(name, before, look());
    }

    /** Runs a window; its figures then have what others took from it. */
    FromGenerator.WindowEnded window(Supplier<FromGenerator.WindowEnded> run) {
        Look before = look();
        FromGenerator.WindowEnded ended = run.get();
        Look after = look();
        if (!ended.warmup()) {
            spent("Windows", before, after);
        }
        Map<String, Double> health = new TreeMap<>(ended.health());
        before.cores.ifPresent(then -> after.cores.ifPresent(now -> putStolen(health, then, now)));
        OptionalDouble foreign = foreignWait(health, loops, delta(before, after));
        foreign.ifPresent(share -> health.put(GeneratorFitness.FOREIGN_WAIT, share));
        return new FromGenerator.WindowEnded(ended.warmup(), ended.iteration(), ended.interrupted(), health);
    }

    private static void putStolen(Map<String, Double> health, CoreTimes then, CoreTimes now) {
        now.stolenSince(then).ifPresent(share -> health.put(GeneratorFitness.HOST_STEAL, share));
        Double core = health.get("loopCore");
        if (core != null) {
            now.stolenSince(then, core.intValue())
                    .ifPresent(share -> health.put(GeneratorFitness.LOOP_CORE_STEAL, share));
        }
    }

    /**
     * The least share of a window that the loops waited for a core because of other processes: a loop waits for the other threads of its own process for no longer than they run. Empty
     * where the platform does not tell.
     *
     * @param processCpuMillis of the whole process, from before the window to after it
     */
    static OptionalDouble foreignWait(Map<String, Double> health, int loops, @Nullable Double processCpuMillis) {
        Double waited = health.get("loopRunQueueMillis");
        Double cpu = health.get("loopCpuMillis");
        Double window = health.get("windowMillis");
        if (waited == null || cpu == null || window == null || window <= 0 || processCpuMillis == null) {
            return OptionalDouble.empty();
        }
        double own = Math.max(0, loops * processCpuMillis - cpu);
        return OptionalDouble.of(Math.max(0, waited - own) / (loops * window));
    }

    private static @Nullable Double delta(Look before, Look after) {
        return before.cpuMillis == null || after.cpuMillis == null
                ? null
                : Double.valueOf(Math.max(0, after.cpuMillis - before.cpuMillis));
    }

    private void spent(String name, Look before, Look after) {
        if (process.isPresent()) {
            add(name, (after.nanos - before.nanos) / 1e6, delta(before, after));
        }
    }

    private void add(String name, double millis, @Nullable Double cpuMillis) {
        cost.merge("cost" + name + "Millis", millis, Double::sum);
        if (cpuMillis != null) {
            cost.merge("cost" + name + "CpuMillis", cpuMillis, Double::sum);
        }
    }

    /** What the parts took, by name with unit. */
    Map<String, Double> cost() {
        return Collections.unmodifiableMap(new TreeMap<>(cost));
    }
}
