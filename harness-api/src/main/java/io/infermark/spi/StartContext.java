package io.infermark.spi;

import java.nio.file.Path;
import java.util.List;

/**
 * What a recipe must know of the run and of this host beside the point.
 *
 * @param port the port that the engine shall listen on; 0: chosen at the start, and the plan says {@link StartPlan#PORT} where it goes
 * @param gpus indexes of the GPUs that it gets, in the order wanted; empty: 0 … n−1, or none on a CPU
 * @param maxConcurrency the highest concurrency of the points that share the start
 * @param maxIsl the longest input of those points, in tokens
 * @param logDirectory where {@code server.log} and the plan's files go
 * @param modelCache host folder with downloaded weights; empty path: the engine's own default
 * @param cores cores that a CPU engine may use, as {@code taskset -c} takes them; empty: any
 * @param launcher words put before the command of a host process ({@code numactl …}, {@code srun …}); empty: none
 * @param java the java executable for engines of ours
 * @param classPath the class path for engines of ours
 * @param debug whether the engine's own log level is raised
 */
public record StartContext(
        int port,
        List<Integer> gpus,
        int maxConcurrency,
        int maxIsl,
        Path logDirectory,
        Path modelCache,
        String cores,
        List<String> launcher,
        String java,
        String classPath,
        boolean debug) {
    public StartContext {
        gpus = List.copyOf(gpus);
        launcher = List.copyOf(launcher);
    }

    /** A context of this JVM: its java, its class path, a port chosen at the start, no pinning. */
    public static StartContext local(Path logDirectory, int maxConcurrency, int maxIsl) {
        return new StartContext(
                0,
                List.of(),
                maxConcurrency,
                maxIsl,
                logDirectory,
                Path.of(""),
                "",
                List.of(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path", ""),
                false);
    }

    /** The same with a stated port. */
    public StartContext withPort(int stated) {
        return new StartContext(
                stated,
                gpus,
                maxConcurrency,
                maxIsl,
                logDirectory,
                modelCache,
                cores,
                launcher,
                java,
                classPath,
                debug);
    }

    /** The same with stated GPUs. */
    public StartContext withGpus(List<Integer> stated) {
        return new StartContext(
                port,
                stated,
                maxConcurrency,
                maxIsl,
                logDirectory,
                modelCache,
                cores,
                launcher,
                java,
                classPath,
                debug);
    }

    /** The same with a host folder of downloaded weights. */
    public StartContext withModelCache(Path folder) {
        return new StartContext(
                port, gpus, maxConcurrency, maxIsl, logDirectory, folder, cores, launcher, java, classPath, debug);
    }

    /** The same, pinned to cores ({@code taskset -c} syntax) and behind a launcher. */
    public StartContext withPlacement(String statedCores, List<String> statedLauncher) {
        return new StartContext(
                port,
                gpus,
                maxConcurrency,
                maxIsl,
                logDirectory,
                modelCache,
                statedCores,
                statedLauncher,
                java,
                classPath,
                debug);
    }

    /** The same with the engine's own log level raised. */
    public StartContext withDebug(boolean raised) {
        return new StartContext(
                port, gpus, maxConcurrency, maxIsl, logDirectory, modelCache, cores, launcher, java, classPath, raised);
    }
}
