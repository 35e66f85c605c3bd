package io.infermark.processor.read;

import io.infermark.api.ServingBenchmark;
import io.infermark.model.BenchmarkSpec;
import io.infermark.processor.report.Place;
import io.infermark.processor.report.Problems;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Reads benchmark classes. */
public final class BenchmarkReader {
    private final Elements elements;
    private final Types types;
    private final Function<Place, Optional<String>> source;

    /**
     * A reader.
     *
     * @param source the text of a value as written, where the compiler tells
     */
    public BenchmarkReader(Elements elements, Types types, Function<Place, Optional<String>> source) {
        this.elements = elements;
        this.types = types;
        this.source = source;
    }

    /** Whether a type carries {@code @ServingBenchmark}, itself or through one of its annotations. It is not inherited from a superclass. */
    public static boolean isBenchmark(TypeElement type) {
        for (Lineage.Level level : Lineage.of(type).levels()) {
            if (!level.element().equals(type) && isClass(level)) {
                return false;
            }
            if (!Lineage.on(level, ServingBenchmark.class.getName(), "").isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isClass(Lineage.Level level) {
        return !level.element().getKind().isInterface();
    }

    /** Reads a class; what is wrong with it goes to {@code problems}. */
    public ReadBenchmark read(TypeElement type, Problems problems) {
        Reading reading = new Reading(type, elements, types, problems, source);
        Members mark = reading.nearest(ServingBenchmark.class.getName()).orElseThrow();
        reading.place("", mark.place());
        reading.place("maxPoints", mark.place("maxPoints"));
        new ClassRules(reading).check();
        ServedReader served = new ServedReader(reading);
        SweepReader sweep = new SweepReader(reading);
        RunReader run = new RunReader(reading);
        BenchmarkSpec spec = new BenchmarkSpec(
                elements.getBinaryName(type).toString(),
                mark.text("description"),
                served.model(),
                served.hardware(),
                served.server(),
                sweep.workloads(),
                sweep.rows(),
                sweep.exclusions(),
                run.slo(),
                run.run(),
                mark.number("maxPoints"),
                new ClusterReader(reading).master());
        List<HookCall> hooks = new HookReader(reading).hooks();
        return new ReadBenchmark(
                type,
                spec,
                hooks,
                reading.places(),
                reading.allUnreadable(),
                !reading.unresolved(),
                !reading.lineage().unresolved());
    }
}
