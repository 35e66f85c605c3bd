package io.infermark.server.recipe;

import io.infermark.api.Launch;
import io.infermark.api.Vendor;
import io.infermark.model.AxisSpec;
import io.infermark.model.AxisValue;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Parallelism;
import io.infermark.model.Point;
import io.infermark.spi.ContainerPlan;
import io.infermark.spi.RecipeException;
import io.infermark.spi.StartContext;
import io.infermark.spi.StartPlan;
import io.infermark.spi.StartPlanBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan being written: what all engines share. Made and finished within one call of a recipe. */
final class PlanDraft {
    /** The port inside a container when none is stated; the host's port is chosen by the engine of containers. */
    static final int CONTAINER_PORT = 8000;

    /** Where a host folder of weights is seen in a container. */
    static final String CONTAINER_CACHE = "/infermark-models";

    private static final String DRAFT_MODEL = "DRAFT_MODEL";
    private static final String DRAFT_TOKENS = "NUM_SPECULATIVE_TOKENS";

    final BenchmarkSpec spec;
    final Point point;
    final StartContext context;
    final StartPlanBuilder plan;
    final boolean inContainer;
    private final DeviceShare share;
    private final List<String> userFlags;
    private String image = "";

    private PlanDraft(BenchmarkSpec spec, Point point, StartContext context, String engine) {
        this.spec = spec;
        this.point = point;
        this.context = context;
        this.inContainer = spec.server().launch() == Launch.CONTAINER;
        this.share = DeviceShare.of(spec, point, context);
        this.plan = StartPlan.builder(engine, spec.server().launch());
        this.userFlags = new ArrayList<>(template().words(spec.server().flags(), "@Server(flags)"));
        point.axes().forEach(axis -> userFlags.addAll(flagWords(axis)));
    }

    /**
     * Begins a plan.
     *
     * @param images default image by vendor
     */
    static PlanDraft begin(
            String engine,
            BenchmarkSpec spec,
            Point point,
            StartContext context,
            Program program,
            Map<Vendor, String> images) {
        PlanDraft draft = new PlanDraft(spec, point, context, engine);
        if (!draft.inContainer) {
            if (!context.cores().isEmpty()) {
                draft.plan.launcher(List.of("taskset", "-c", context.cores()));
            }
            draft.plan.launcher(context.launcher());
        }
        draft.plan
                .program(program.resolve(draft.template().words(spec.server().command(), "@Server(command)")))
                .listen(draft.inContainer ? "0.0.0.0" : "127.0.0.1", draft.portNumber())
                .deadline(spec.server().startTimeout())
                .endpoint(spec.server().endpoint())
                .devices(draft.share.devices())
                .readiness("/health", spec.server().endpoint().basePath() + "/models", true);
        draft.share.environment(draft.inContainer).forEach(draft.plan::env);
        draft.debugOfLibraries();
        draft.container(images);
        return draft;
    }

    /** What all engines share of talking more: the library between GPUs, and a sign for commands of the user's own. */
    private void debugOfLibraries() {
        if (!context.debug()) {
            return;
        }
        plan.env("INFERMARK_DEBUG", "1");
        if (share.gpus().size() > 1) {
            // RCCL reads the same variable.
            plan.env("NCCL_DEBUG", "INFO");
        }
    }

    private void container(Map<Vendor, String> images) {
        List<ContainerPlan.Mount> mounts = new ArrayList<>();
        String cache = context.modelCache().toString();
        if (!cache.isEmpty()) {
            plan.env("HF_HUB_CACHE", inContainer ? CONTAINER_CACHE : cache);
            mounts.add(new ContainerPlan.Mount(cache, CONTAINER_CACHE, false));
        }
        if (spec.model().id().startsWith("/")) {
            mounts.add(new ContainerPlan.Mount(spec.model().id(), spec.model().id(), true));
        }
        image = spec.server().image().isEmpty()
                ? images.getOrDefault(spec.hardware().vendor(), "")
                : spec.server().image();
        if (inContainer && image.isEmpty()) {
            throw new RecipeException("[ImageUnknown] " + spec.server().engine().name() + " has no default image for "
                    + spec.hardware().vendor() + ". State one with @Server(image = …).");
        }
        if (inContainer) {
            plan.container(share.container(image, mounts).on(context.cores()));
        }
    }

    /** The image that is stated, or the engine's default; empty: none. */
    String image() {
        return image;
    }

    /** The port as a word: a number, or the placeholder that is filled in at the start. */
    String port() {
        int number = portNumber();
        return number == 0 ? StartPlan.PORT : Integer.toString(number);
    }

    private int portNumber() {
        return context.port() == 0 && inContainer ? CONTAINER_PORT : context.port();
    }

    String host() {
        return inContainer ? "0.0.0.0" : "127.0.0.1";
    }

    Parallelism parallelism() {
        return point.parallelism();
    }

    /** The name that an engine gives the model when it is told none, or the stated one. */
    String servedModel() {
        return spec.model().servedName().isEmpty()
                ? spec.model().id()
                : spec.model().servedName();
    }

    /** Whether the user states one of these flags, by {@code @Server(flags)} or an axis. */
    boolean userStates(String... flags) {
        for (String flag : flags) {
            for (String word : userFlags) {
                if (word.equals(flag) || word.startsWith(flag + "=")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The user's value of a flag; empty if it is not stated. */
    String userValue(String flag) {
        for (int i = 0; i < userFlags.size(); i++) {
            if (userFlags.get(i).startsWith(flag + "=")) {
                return userFlags.get(i).substring(flag.length() + 1);
            }
            if (userFlags.get(i).equals(flag) && i + 1 < userFlags.size()) {
                return userFlags.get(i + 1);
            }
        }
        return "";
    }

    /** A flag of the recipe's own choice: given unless the user states it. */
    PlanDraft choose(String flag, Object value) {
        if (!userStates(flag)) {
            plan.add(flag, String.valueOf(value));
        }
        return this;
    }

    /** A flag without value of the recipe's own choice. */
    PlanDraft choose(String flag) {
        if (!userStates(flag)) {
            plan.add(flag);
        }
        return this;
    }

    PlanDraft when(boolean condition, String flag, Object value) {
        if (condition) {
            plan.add(flag, String.valueOf(value));
        }
        return this;
    }

    /** The draft model that a point with one needs. */
    String draftModel() {
        String model = environment().getOrDefault(DRAFT_MODEL, "");
        if (model.isEmpty()) {
            throw new RecipeException("[DraftModelMissing] " + point.id()
                    + " uses a draft model, but none is named. Name it with @Server(env = \"DRAFT_MODEL=…\").");
        }
        return model;
    }

    /** Draft tokens a step: {@code NUM_SPECULATIVE_TOKENS} of the environment, or the recipe's default. */
    int draftTokens(int otherwise) {
        String stated = environment().getOrDefault(DRAFT_TOKENS, "");
        try {
            return stated.isEmpty() ? otherwise : Integer.parseInt(stated);
        } catch (NumberFormatException notANumber) {
            throw new RecipeException(
                    "[DraftTokensMalformed] NUM_SPECULATIVE_TOKENS=" + stated + " is no whole number.");
        }
    }

    /** Refuses what an engine does not have. */
    PlanDraft refuse(boolean asked, String what, String instead) {
        if (asked) {
            throw new RecipeException("[RecipeFeature] " + point.id() + " asks for " + what + ", which "
                    + spec.server().engine().name() + " does not have. " + instead);
        }
        return this;
    }

    /** Adds the user's environment and flags, which go last. */
    StartPlan finish() {
        environment().forEach(plan::env);
        return plan.addAll(userFlags).build();
    }

    List<String> userFlags() {
        return List.copyOf(userFlags);
    }

    /** The user's environment: server, then row, then axes. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>(spec.server().env());
        environment.putAll(point.env());
        for (AxisValue axis : point.axes()) {
            if (axis.carrier() == AxisSpec.Carrier.ENV && !axis.value().isEmpty()) {
                environment.put(axis.carrierName(), axis.value());
            }
        }
        return environment;
    }

    private static List<String> flagWords(AxisValue axis) {
        if (axis.carrier() != AxisSpec.Carrier.FLAG || axis.value().isEmpty()) {
            return List.of();
        }
        return axis.value().equals("true") ? List.of(axis.carrierName()) : List.of(axis.carrierName(), axis.value());
    }

    private Template template() {
        Map<String, String> values = new LinkedHashMap<>();
        Parallelism p = point.parallelism();
        values.put("host", host());
        values.put("port", port());
        values.put("model", spec.model().id());
        values.put("servedName", servedModel());
        values.put("precision", spec.model().precision().label());
        values.put("maxModelLen", Integer.toString(spec.maxModelLen()));
        values.put("image", spec.server().image());
        values.put("tp", Integer.toString(p.tp()));
        values.put("pp", Integer.toString(p.pp()));
        values.put("dcp", Integer.toString(p.dcp()));
        values.put("pcp", Integer.toString(p.pcp()));
        values.put("ep", Integer.toString(p.ep()));
        values.put("dpAttention", Boolean.toString(p.dpAttention()));
        values.put("specDecoding", point.specDecoding().label());
        values.put("concurrency", Integer.toString(context.maxConcurrency()));
        values.put("isl", Integer.toString(context.maxIsl()));
        values.put("gpus", share.ids());
        values.put("gpuCount", Integer.toString(share.gpus().size()));
        values.put("cores", context.cores());
        values.put("logDirectory", context.logDirectory().toString());
        point.axes().forEach(axis -> values.putIfAbsent(axis.name(), axis.value()));
        return new Template(values);
    }
}
