package io.infermark.processor.read;

import io.infermark.api.AgenticSweep;
import io.infermark.api.AgenticWorkload;
import io.infermark.api.Exclude;
import io.infermark.api.Hardware;
import io.infermark.api.MasterEntry;
import io.infermark.api.Model;
import io.infermark.api.MultiNodeSweep;
import io.infermark.api.Server;
import io.infermark.api.Slo;
import io.infermark.api.Sweep;
import io.infermark.api.Window;
import io.infermark.api.Workload;
import io.infermark.processor.report.Message;
import io.infermark.processor.report.Place;
import io.infermark.processor.report.Problems;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/** Finds our annotations where they do nothing: on a concrete class that is no benchmark and that no class of the same compile extends. */
public final class StrayAnnotations {
    private static final List<String> SINGLE = List.of(
            Model.class.getName(),
            Hardware.class.getName(),
            Server.class.getName(),
            Slo.class.getName(),
            Window.class.getName(),
            MasterEntry.class.getName());

    private final Set<String> superclasses = new HashSet<>();

    /** Knows the classes of a round. */
    public StrayAnnotations(Collection<TypeElement> types) {
        for (TypeElement type : types) {
            superclasses.add(erased(type.getSuperclass().toString()));
        }
    }

    /** Reports the first such annotation of a class that is no benchmark. */
    public void check(TypeElement type, Problems problems) {
        boolean base = type.getModifiers().contains(Modifier.ABSTRACT)
                || superclasses.contains(type.getQualifiedName().toString());
        if (type.getKind() != ElementKind.CLASS || base) {
            return;
        }
        Lineage.Level level = new Lineage.Level(type, 0, null);
        for (String annotation : SINGLE) {
            if (report(Lineage.on(level, annotation, ""), type, problems)) {
                return;
            }
        }
        for (Class<?> annotation : List.of(
                Workload.class,
                Sweep.class,
                Exclude.class,
                MultiNodeSweep.class,
                AgenticWorkload.class,
                AgenticSweep.class)) {
            String container = annotation.getName() + ".List";
            if (report(Lineage.on(level, annotation.getName(), container), type, problems)) {
                return;
            }
        }
    }

    private static boolean report(List<Place> places, TypeElement type, Problems problems) {
        if (places.isEmpty()) {
            return false;
        }
        Place place = places.get(0);
        problems.add(
                Message.ANNOTATION_STRAY,
                place,
                Reading.simpleName(place.path().annotationType()),
                type.getSimpleName());
        return true;
    }

    private static String erased(String type) {
        int generic = type.indexOf('<');
        return generic < 0 ? type : type.substring(0, generic);
    }
}
