package io.infermark.doctor;

import io.infermark.api.Launch;
import io.infermark.api.Vendor;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.EndpointSpec;
import io.infermark.model.HeaderSpec;
import io.infermark.model.SecretRef;
import io.infermark.plan.PlannedPoint;
import io.infermark.plan.RunOrder;
import io.infermark.plan.ServerGroup;
import io.infermark.platform.AcceleratorName;
import io.infermark.server.recipe.RecipeRegistry;
import io.infermark.spi.RecipeException;
import io.infermark.spi.StartContext;
import io.infermark.spi.StartPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the benchmarks that were named ask of this host.
 *
 * @param stated false: none were named, so nothing is known to be needed
 * @param containers whether some server is a container
 * @param images images of those
 * @param programs executables of servers that are processes
 * @param gpus the most GPUs that a server needs, by vendor
 * @param accelerators names of the accelerators that servers started here are declared to run on
 * @param models ids and paths of models that are started here
 * @param secrets that requests or servers carry
 * @param streams the most streams that are held open at once
 * @param impossible why a server's start could not even be planned, a sentence each
 */
public record Needs(
        boolean stated,
        boolean containers,
        Set<String> images,
        Set<String> programs,
        Map<Vendor, Integer> gpus,
        Set<String> accelerators,
        Set<String> models,
        Set<SecretRef> secrets,
        int streams,
        List<String> impossible) {
    /** No benchmark was named. */
    public static final Needs UNSTATED =
            new Needs(false, false, Set.of(), Set.of(), Map.of(), Set.of(), Set.of(), Set.of(), 0, List.of());

    public Needs {
        images = Set.copyOf(images);
        programs = Set.copyOf(programs);
        gpus = Map.copyOf(gpus);
        accelerators = Set.copyOf(accelerators);
        models = Set.copyOf(models);
        secrets = Set.copyOf(secrets);
        impossible = List.copyOf(impossible);
    }

    /** Those of a run. */
    public static Needs of(RunOrder plan) {
        Gathering gathering = new Gathering();
        plan.groups().forEach(gathering::add);
        return gathering.needs();
    }

    /** The GPUs of a vendor that are needed; 0: none. */
    int gpusOf(Vendor vendor) {
        return gpus.getOrDefault(vendor, 0);
    }

    /** The declared accelerators that a GPU of this name is certainly not, in order. */
    List<String> othersThan(String gpu) {
        return accelerators.stream()
                .filter(declared -> AcceleratorName.isAnother(declared, gpu))
                .sorted()
                .toList();
    }

    private static final class Gathering {
        private final RecipeRegistry recipes = RecipeRegistry.standard();
        private final Set<String> images = new LinkedHashSet<>();
        private final Set<String> programs = new LinkedHashSet<>();
        private final Map<Vendor, Integer> gpus = new EnumMap<>(Vendor.class);
        private final Set<String> accelerators = new LinkedHashSet<>();
        private final Set<String> models = new LinkedHashSet<>();
        private final Set<SecretRef> secrets = new LinkedHashSet<>();
        private final List<String> impossible = new ArrayList<>();
        private boolean containers;
        private int streams;

        void add(ServerGroup group) {
            PlannedPoint first = group.points().get(0);
            BenchmarkSpec spec = first.spec();
            double most = group.points().stream()
                    .mapToDouble(point -> point.point().load().streams())
                    .max()
                    .orElse(1);
            streams = Math.max(streams, (int) Math.ceil(most));
            endpointSecrets(spec);
            if (spec.server().launch() == Launch.EXTERNAL) {
                return;
            }
            try {
                start(spec, recipes.plan(spec, first.point(), StartContext.local(Path.of("."), (int) most, 1)));
            } catch (RecipeException refused) {
                impossible.add(String.valueOf(refused.getMessage()));
            }
        }

        private void endpointSecrets(BenchmarkSpec spec) {
            EndpointSpec endpoint = spec.server().endpoint();
            Stream.concat(
                            Stream.of(endpoint.apiKey()),
                            endpoint.headers().stream().map(HeaderSpec::value))
                    .filter(SecretRef::isReference)
                    .map(SecretRef::parse)
                    .forEach(secrets::add);
        }

        private void start(BenchmarkSpec spec, StartPlan plan) {
            secrets.addAll(plan.secretEnv().values());
            if (!spec.server().engine().name().equals("sim")) {
                models.add(spec.model().id());
            }
            if (!plan.devices().gpus().isEmpty()) {
                gpus.merge(plan.devices().vendor(), plan.devices().gpus().size(), Math::max);
                accelerators.add(spec.hardware().name());
            }
            if (plan.launch() == Launch.CONTAINER) {
                containers = true;
                images.add(plan.container().image());
            } else {
                programs.add(plan.command().get(0));
                if (!plan.program().isEmpty()) {
                    programs.add(plan.program().get(0));
                }
            }
        }

        Needs needs() {
            return new Needs(
                    true, containers, images, programs, gpus, accelerators, models, secrets, streams, impossible);
        }
    }
}
