package io.infermark.profile;

import io.infermark.model.Suggestion;
import io.infermark.plan.UsageException;
import io.infermark.spi.Profiler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The profilers that can be asked for, by name. Immutable. */
public final class Profilers {
    private final Map<String, Profiler> byName;

    private Profilers(Map<String, Profiler> byName) {
        this.byName = byName;
    }

    /** Ours, and over them those that the class path offers as services. */
    public static Profilers standard() {
        Map<String, Profiler> byName = new LinkedHashMap<>();
        Profiler engine = new EngineMetricsProfiler();
        byName.put(engine.name(), engine);
        ServiceLoader.load(Profiler.class).forEach(profiler -> byName.put(profiler.name(), profiler));
        return new Profilers(byName);
    }

    /** All of them. */
    public List<Profiler> all() {
        return List.copyOf(byName.values());
    }

    /**
     * Those of these names, in this order.
     *
     * @throws UsageException {@code [ProfilerUnknown]}, {@code [ProfilerTwice]} or {@code [ProfilerUnsupported]}
     */
    public List<Profiler> named(List<String> names) {
        List<Profiler> chosen = new ArrayList<>();
        for (String name : names) {
            Profiler profiler = byName.get(name);
            if (profiler == null) {
                throw new UsageException("[ProfilerUnknown] -prof " + name + " is unknown."
                        + Suggestion.sentence(name, byName.keySet()) + " -lprof lists them.");
            }
            if (chosen.contains(profiler)) {
                throw new UsageException("[ProfilerTwice] -prof " + name + " is given twice. Give it once.");
            }
            Optional<String> why = profiler.unsupported();
            if (why.isPresent()) {
                throw new UsageException("[ProfilerUnsupported] -prof " + name + " can't work here: " + why.get());
            }
            chosen.add(profiler);
        }
        return List.copyOf(chosen);
    }
}
