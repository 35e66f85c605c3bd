package io.infermark.run;

import io.infermark.spi.Endpoint;
import io.infermark.spi.Profiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The profilers of one trial, around its measured windows. */
final class Observation {
    private final List<Profiler> profilers;
    private final List<Running> running = new ArrayList<>();
    private final Map<String, Double> figures = new TreeMap<>();

    private record Running(Profiler profiler, Profiler.Session session) {}

    Observation(List<Profiler> profilers) {
        this.profilers = profilers;
    }

    /** Begins all of them; returns what went wrong, or null. */
    @Nullable
    String begin(Endpoint endpoint) {
        for (Profiler profiler : profilers) {
            try {
                running.add(new Running(profiler, profiler.start(endpoint)));
            } catch (Exception e) {
                return problem(profiler, e);
            }
        }
        return null;
    }

    /** Ends those that run; returns the first thing that went wrong, or null. */
    @Nullable
    String end() {
        String problem = null;
        for (Running one : running) {
            try {
                one.session()
                        .finish()
                        .forEach((name, value) -> figures.put(one.profiler().name() + "." + name, value));
            } catch (Exception e) {
                problem = problem == null ? problem(one.profiler(), e) : problem;
            }
        }
        running.clear();
        return problem;
    }

    /** What they found, {@code profiler.name}. */
    Map<String, Double> figures() {
        return figures;
    }

    private static String problem(Profiler profiler, Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        String message = String.valueOf(e.getMessage());
        return message.startsWith("[") ? message : "[ProfilerFailed] -prof " + profiler.name() + ": " + e + ".";
    }
}
