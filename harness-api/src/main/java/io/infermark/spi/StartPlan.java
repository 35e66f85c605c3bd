package io.infermark.spi;

import io.infermark.api.Launch;
import io.infermark.api.Vendor;
import io.infermark.model.EndpointSpec;
import io.infermark.model.SecretRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a launcher must know to start a server, see that it is ready, read it and stop it. A value: two points with equal plans can share a start.
 *
 * <p>Command, environment and file contents may hold two placeholders that are filled in at the start: {@link #PORT} and {@link #FILES}. Secrets are references and
 * reach the server by its environment only.
 *
 * @param launch container, process or external
 * @param launcher words before the program of a host process
 * @param program executable with its fixed first words; in a container it replaces the entry point, and empty leaves the image's own
 * @param env plain environment, in order
 * @param secretEnv environment whose values are secrets
 * @param files written before the start into the folder that {@link #FILES} stands for, by name
 * @param host address that the engine listens on
 * @param port 0: chosen at the start
 * @param servedModel the name that requests carry; empty: the first one that the server lists
 * @param devices the GPUs it gets
 * @param prefixCacheOff whether and how the prefix cache is off
 * @param notes what a reader of the plan should know, a sentence each
 */
public record StartPlan(
        String engine,
        Launch launch,
        List<String> launcher,
        List<String> program,
        List<String> arguments,
        Map<String, String> env,
        Map<String, SecretRef> secretEnv,
        Map<String, String> files,
        String host,
        int port,
        String servedModel,
        Readiness readiness,
        Metrics metrics,
        GracefulStop gracefulStop,
        Version version,
        Devices devices,
        ContainerPlan container,
        PrefixCacheOff prefixCacheOff,
        TokenIds tokenIds,
        EndpointSpec endpoint,
        List<String> notes) {
    /** Stands for the port in command, environment and files. */
    public static final String PORT = "{port}";

    /** Stands for the folder that holds the plan's files, as the server sees it. */
    public static final String FILES = "{files}";

    public StartPlan {
        launcher = List.copyOf(launcher);
        program = List.copyOf(program);
        arguments = List.copyOf(arguments);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        secretEnv = Collections.unmodifiableMap(new LinkedHashMap<>(secretEnv));
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        notes = List.copyOf(notes);
    }

    /** Launcher, program and arguments, placeholders as they are. */
    public List<String> command() {
        List<String> words = new ArrayList<>(launcher);
        words.addAll(program);
        words.addAll(arguments);
        return List.copyOf(words);
    }

    /** {@code text} with both placeholders filled in. */
    public static String fill(String text, int port, String filesFolder) {
        return text.replace(PORT, Integer.toString(port)).replace(FILES, filesFolder);
    }

    /** A builder with what most engines share: {@code /health}, {@code /v1/models}, one completion, {@code TERM} and 30 s, 127.0.0.1. */
    public static StartPlanBuilder builder(String engine, Launch launch) {
        return new StartPlanBuilder(engine, launch);
    }

    /**
     * When the server counts as ready: all of this, in this order.
     *
     * @param healthPath answers 200 when ready and 503 while loading; empty: not asked
     * @param modelsPath lists the served model; empty: not asked
     * @param completion whether one real completion must succeed
     * @param deadline from launch to readiness
     * @param fatalPatterns regular expressions; a log line in which one is found ends the wait as failed
     */
    public record Readiness(
            String healthPath, String modelsPath, boolean completion, Duration deadline, List<String> fatalPatterns) {
        public Readiness {
            fatalPatterns = List.copyOf(fatalPatterns);
        }
    }

    /**
     * Where the engine's own metrics are.
     *
     * @param path in Prometheus text form; empty: it has none
     * @param names the engine's metric names
     */
    public record Metrics(String path, Map<EngineMetric, String> names) {
        /** No metrics page. */
        public static final Metrics NONE = new Metrics("", Map.of());

        public Metrics {
            names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        }
    }

    /**
     * How the server is asked to end: {@code SIGTERM}, then after {@code grace} every process of it is killed.
     *
     * @param grace from the signal to the kill
     */
    public record GracefulStop(Duration grace) {}

    /**
     * How the engine's version is read: from a JSON field over HTTP, or, where the server does not tell, from a command's output.
     *
     * @param path a GET request of the running server; empty: none
     * @param field name of the field in the JSON object that answers
     * @param command a command that prints it; empty: none
     */
    public record Version(String path, String field, List<String> command) {
        /** The version cannot be read. */
        public static final Version UNKNOWN = new Version("", "", List.of());

        public Version {
            command = List.copyOf(command);
        }
    }

    /**
     * The GPUs that the server gets.
     *
     * @param vendor decides how they are handed over
     * @param gpus indexes in the order wanted; empty: none
     */
    public record Devices(Vendor vendor, List<Integer> gpus) {
        /** No GPU. */
        public static final Devices NONE = new Devices(Vendor.CPU, List.of());

        public Devices {
            gpus = List.copyOf(gpus);
        }
    }

    /**
     * Whether prompts can hit a prefix cache.
     *
     * @param off true: this start has none
     * @param means the flag or setting that does it, or why nothing can; empty when the cache is wanted
     */
    public record PrefixCacheOff(boolean off, String means) {}

    /**
     * What the engine does with token ids.
     *
     * @param prompts whether a prompt may be an array of ids
     * @param requestField the body field that asks for the ids of generated tokens; empty: it has none
     * @param tokenizePath its tokenize request; empty: it has none
     */
    public record TokenIds(boolean prompts, String requestField, String tokenizePath) {
        /** Nothing is known. */
        public static final TokenIds UNKNOWN = new TokenIds(false, "", "");
    }
}
