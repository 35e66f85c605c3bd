package io.infermark.spi;

import io.infermark.api.Launch;
import io.infermark.model.EndpointSpec;
import io.infermark.model.SecretRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects a {@link StartPlan}; see {@link StartPlan#builder} for the defaults. Not thread-safe. */
public final class StartPlanBuilder {
    private final String engine;
    private final Launch launch;
    private final List<String> launcher = new ArrayList<>();
    private final List<String> program = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> env = new LinkedHashMap<>();
    private final Map<String, SecretRef> secretEnv = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> fatalPatterns = new ArrayList<>();
    private String host = "127.0.0.1";
    private int port;
    private String servedModel = "";
    private String healthPath = "/health";
    private String modelsPath = "/v1/models";
    private boolean completion = true;
    private Duration deadline = Duration.ofMinutes(40);
    private StartPlan.Metrics metrics = StartPlan.Metrics.NONE;
    private StartPlan.GracefulStop gracefulStop = new StartPlan.GracefulStop(Duration.ofSeconds(30));
    private StartPlan.Version version = StartPlan.Version.UNKNOWN;
    private StartPlan.Devices devices = StartPlan.Devices.NONE;
    private ContainerPlan container = ContainerPlan.NONE;
    private StartPlan.PrefixCacheOff prefixCacheOff = new StartPlan.PrefixCacheOff(false, "");
    private StartPlan.TokenIds tokenIds = StartPlan.TokenIds.UNKNOWN;
    private EndpointSpec endpoint = EndpointSpec.DEFAULT;

    StartPlanBuilder(String engine, Launch launch) {
        this.engine = engine;
        this.launch = launch;
    }

    /** Words before the program; only a host process has them. */
    public StartPlanBuilder launcher(List<String> words) {
        launcher.addAll(words);
        return this;
    }

    /** The executable with its fixed first words. */
    public StartPlanBuilder program(List<String> words) {
        program.addAll(words);
        return this;
    }

    /** Further arguments. */
    public StartPlanBuilder add(String... words) {
        arguments.addAll(List.of(words));
        return this;
    }

    /** Further arguments. */
    public StartPlanBuilder addAll(List<String> words) {
        arguments.addAll(words);
        return this;
    }

    /** A variable; a value {@code env:NAME} or {@code file:/path} is the reference of a secret. A later value replaces an earlier one. */
    public StartPlanBuilder env(String name, String value) {
        env.remove(name);
        secretEnv.remove(name);
        if (SecretRef.isReference(value)) {
            secretEnv.put(name, SecretRef.parse(value));
        } else {
            env.put(name, value);
        }
        return this;
    }

    /** A file beside the server's log, reached by {@link StartPlan#FILES}. */
    public StartPlanBuilder file(String name, String content) {
        files.put(name, content);
        return this;
    }

    /** Where it listens; port 0 is chosen at the start. */
    public StartPlanBuilder listen(String address, int statedPort) {
        host = address;
        port = statedPort;
        return this;
    }

    /** The name that requests carry. */
    public StartPlanBuilder servedModel(String name) {
        servedModel = name;
        return this;
    }

    /** Paths that are asked before the server counts as ready; an empty one is not. */
    public StartPlanBuilder readiness(String health, String models, boolean oneCompletion) {
        healthPath = health;
        modelsPath = models;
        completion = oneCompletion;
        return this;
    }

    /** From launch to readiness. */
    public StartPlanBuilder deadline(Duration fromLaunch) {
        deadline = fromLaunch;
        return this;
    }

    /** Regular expressions of log lines after which waiting is in vain. */
    public StartPlanBuilder fatal(List<String> patterns) {
        fatalPatterns.addAll(patterns);
        return this;
    }

    public StartPlanBuilder metrics(StartPlan.Metrics stated) {
        metrics = stated;
        return this;
    }

    /** From {@code TERM} to {@code KILL}. */
    public StartPlanBuilder grace(Duration stated) {
        gracefulStop = new StartPlan.GracefulStop(stated);
        return this;
    }

    public StartPlanBuilder version(StartPlan.Version stated) {
        version = stated;
        return this;
    }

    public StartPlanBuilder devices(StartPlan.Devices stated) {
        devices = stated;
        return this;
    }

    public StartPlanBuilder container(ContainerPlan stated) {
        container = stated;
        return this;
    }

    public StartPlanBuilder prefixCacheOff(boolean off, String means) {
        prefixCacheOff = new StartPlan.PrefixCacheOff(off, means);
        return this;
    }

    public StartPlanBuilder tokenIds(StartPlan.TokenIds stated) {
        tokenIds = stated;
        return this;
    }

    public StartPlanBuilder endpoint(EndpointSpec stated) {
        endpoint = stated;
        return this;
    }

    /** A sentence for the reader of the plan. */
    public StartPlanBuilder note(String sentence) {
        notes.add(sentence);
        return this;
    }

    public StartPlan build() {
        return new StartPlan(
                engine,
                launch,
                launcher,
                program,
                arguments,
                env,
                secretEnv,
                files,
                host,
                port,
                servedModel,
                new StartPlan.Readiness(healthPath, modelsPath, completion, deadline, fatalPatterns),
                metrics,
                gracefulStop,
                version,
                devices,
                container,
                prefixCacheOff,
                tokenIds,
                endpoint,
                notes);
    }
}
