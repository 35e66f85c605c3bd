package io.infermark.run;

import io.infermark.api.Launch;
import io.infermark.model.BenchmarkSpec;
import io.infermark.plan.PlannedPoint;
import io.infermark.plan.ServerGroup;
import io.infermark.plan.UsageException;
import io.infermark.server.ServerHandle;
import io.infermark.server.ServerStartException;
import io.infermark.server.StartListener;
import io.infermark.server.StartSite;
import io.infermark.server.gpu.GpuGuard;
import io.infermark.server.launch.Launchers;
import io.infermark.server.recipe.CommandText;
import io.infermark.server.recipe.RecipeRegistry;
import io.infermark.server.secret.SecretReader;
import io.infermark.spi.RecipeException;
import io.infermark.spi.StartContext;
import io.infermark.spi.StartPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Turns server groups into start plans by the engines' recipes, and start plans into running servers. */
final class HostServers {
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(30);

    private final RecipeRegistry recipes;
    private final String runId;
    private final boolean pull;
    private final ServerPlacement placement;
    private final boolean debug;

    HostServers(RecipeRegistry recipes, String runId, boolean pull, ServerPlacement placement, boolean debug) {
        this.recipes = recipes;
        this.runId = runId;
        this.pull = pull;
        this.placement = placement;
        this.debug = debug;
    }

    /**
     * What a group's server is started with.
     *
     * @throws UsageException if there is no recipe, or the engine can't do what a point asks
     */
    StartPlan plan(ServerGroup group, Path folder) {
        List<PlannedPoint> points = group.points();
        BenchmarkSpec spec = points.get(0).spec();
        int concurrency = (int) Math.ceil(points.stream()
                .mapToDouble(point -> point.point().load().streams())
                .max()
                .orElse(1));
        int isl = points.stream()
                .mapToInt(point -> point.point().workload().isl())
                .max()
                .orElse(1);
        StartContext context = context(spec, folder, concurrency, isl);
        try {
            return spec.server().launch() == Launch.EXTERNAL
                    ? StartPlan.builder(spec.server().engine().name(), Launch.EXTERNAL)
                            .servedModel(spec.model().servedName())
                            .endpoint(spec.server().endpoint())
                            .deadline(spec.server().startTimeout())
                            .build()
                    : recipes.plan(spec, points.get(0).point(), context);
        } catch (RecipeException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private StartContext context(BenchmarkSpec spec, Path folder, int concurrency, int isl) {
        String cores = placement.cores().isEmpty() ? Placement.serverCores(spec) : placement.cores();
        Path cache = placement.modelCache();
        StartContext context = StartContext.local(folder, concurrency, isl)
                .withGpus(placement.gpus())
                .withPlacement(cores, placement.launcher())
                .withDebug(debug);
        return cache == null ? context : context.withModelCache(cache.toAbsolutePath());
    }

    /** The plan as a line for people. */
    String commandLine(StartPlan plan) {
        return CommandText.of(plan);
    }

    /**
     * Starts it on what is there, if that is what was declared.
     *
     * @param accelerator the declared one's name
     */
    ServerHandle start(StartPlan plan, String accelerator, Path folder, StartListener listener)
            throws ServerStartException {
        Launchers launchers = new Launchers(SecretReader.ofProcess(), PROGRESS_EVERY, pull);
        GpuGuard gpus = GpuGuard.of(plan, accelerator);
        gpus.require();
        try {
            ServerHandle handle = gpus.watch(
                    launchers.of(plan.launch(), new StartSite(runId, folder)).start(plan, listener));
            try {
                gpus.requireStillThere();
                return handle;
            } catch (ServerStartException lost) {
                handle.stop();
                throw lost;
            }
        } catch (ServerStartException failed) {
            // What it had taken before it failed must be free for the next start.
            gpus.awaitRelease();
            throw failed;
        }
    }
}
