package io.infermark.server.recipe;

import io.infermark.api.Vendor;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Point;
import io.infermark.spi.ServerRecipe;
import io.infermark.spi.StartContext;
import io.infermark.spi.StartPlan;
import java.util.List;
import java.util.Map;

/**
 * NVIDIA Dynamo on one node: its front end and one vLLM worker, started by a script of the plan, found by each other through files, so that no etcd or NATS is needed.
 * The script ends when either of them does.
 */
final class DynamoRecipe implements ServerRecipe {
    private static final String SCRIPT = "dynamo.sh";
    private static final Program PROGRAM = Program.of("sh", StartPlan.FILES + "/" + SCRIPT);
    private static final Map<Vendor, String> IMAGES =
            Map.of(Vendor.NVIDIA, "nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.2.0");

    @Override
    public String engine() {
        return "dynamo";
    }

    @Override
    public String checkedAgainst() {
        return "1.2.0, documented (local installation guide; file discovery since 0.9)";
    }

    @Override
    public StartPlan plan(BenchmarkSpec spec, Point point, StartContext context) {
        PlanDraft draft = PlanDraft.begin(engine(), spec, point, context, PROGRAM, IMAGES);
        // The script's arguments are the worker's.
        draft.plan.add("--model", spec.model().id());
        VllmRecipe.arguments(draft);
        if (spec.server().prefixCache()) {
            draft.plan.add("--enable-prefix-caching").prefixCacheOff(false, "");
        } else {
            draft.plan.add("--no-enable-prefix-caching").prefixCacheOff(true, "--no-enable-prefix-caching");
        }
        draft.plan
                .file(SCRIPT, script(draft))
                .env("DYN_DISCOVERY_BACKEND", "file")
                .env("VLLM_NO_USAGE_STATS", "1")
                .servedModel(draft.servedModel())
                .metrics(EngineMetricNames.DYNAMO)
                .version(new StartPlan.Version(
                        "",
                        "",
                        draft.inContainer
                                ? List.of()
                                : List.of(
                                        "python3",
                                        "-c",
                                        "from importlib.metadata import version; print(version('ai-dynamo'))")))
                .tokenIds(new StartPlan.TokenIds(false, "", ""))
                .fatal(FatalLines.TORCH);
        if (context.debug()) {
            draft.plan.env("DYN_LOG", "debug");
        }
        return draft.finish();
    }

    private static String script(PlanDraft draft) {
        return """
                # Front end and worker of one node; ends with whichever ends first.
                python3 -m dynamo.frontend --http-host %s --http-port %s &
                frontend=$!
                python3 -m dynamo.vllm "$@" &
                worker=$!
                trap 'kill $frontend $worker 2>/dev/null; wait' TERM INT
                while kill -0 $frontend 2>/dev/null && kill -0 $worker 2>/dev/null; do sleep 0.5; done
                if kill -0 $frontend 2>/dev/null; then wait $worker; else wait $frontend; fi
                status=$?
                kill $frontend $worker 2>/dev/null
                wait
                exit $status
                """.formatted(draft.host(), draft.port());
    }
}
