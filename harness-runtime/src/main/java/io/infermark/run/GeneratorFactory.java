package io.infermark.run;

import com.sun.management.OperatingSystemMXBean;
import io.infermark.endpoint.SecretStore;
import io.infermark.fork.ForkedGenerator;
import io.infermark.fork.Generator;
import io.infermark.fork.GeneratorException;
import io.infermark.fork.InProcessGenerator;
import io.infermark.fork.LoadMessage;
import io.infermark.fork.ToGenerator;
import io.infermark.load.LoaderJvm;
import io.infermark.load.arrival.ArrivalSchedule;
import io.infermark.model.Load;
import io.infermark.model.WorkloadSpec;
import io.infermark.plan.Estimate;
import io.infermark.plan.PlannedPoint;
import io.infermark.plan.Trial;
import io.infermark.platform.Children;
import io.infermark.platform.ClassArchives;
import io.infermark.spi.Endpoint;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts the load generator of a trial: in a JVM of its own, or with {@code -f 0} in this one. */
final class GeneratorFactory {
    private static final String MAIN = "io.infermark.fork.ForkMain";
    private static final long MOST_IN_FLIGHT = 20_000;
    private static final double MODEST_REQUESTS_A_SECOND = 10_000;
    private static final long WARM_UP_MILLIS = 600;
    private static final long PROBE_TIMEOUT_MILLIS = 60_000;

    private final Options options;
    private final SecretStore secrets;
    private final @Nullable ClassArchives archives;

    /**
     * Its JVMs read class archives where this one may too.
     *
     * @param secrets values of the endpoints' keys
     */
    GeneratorFactory(Options options, SecretStore secrets) {
        this.options = options;
        this.secrets = secrets;
        this.archives = ClassArchives.mayBeUsed() ? ClassArchives.ofThisJvm() : null;
    }

    Generator start(Trial trial, Path folder) {
        if (trial.planned().settings().forks() == 0) {
            return new InProcessGenerator();
        }
        List<String> command;
        try {
            command = command(trial.planned());
        } catch (IllegalArgumentException e) {
            // A trace that changed since it was checked is this trial's failure, not the end of the run.
            throw new GeneratorException(String.valueOf(e.getMessage()), false);
        }
        return ForkedGenerator.start(command, folder.resolve("generator.log"));
    }

    /** The generator JVM's command line, as {@code -dry} prints it. */
    List<String> command(PlannedPoint planned) {
        List<String> words = new ArrayList<>(Children.ownSession().words());
        words.addAll(Children.pinnedTo(options.placement().coresLeft()).words());
        Path jvm = options.jvm();
        words.add(
                jvm != null
                        ? jvm.toString()
                        : Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString());
        words.addAll(options.jvmArgsPrepend());
        List<String> replaced = options.jvmArgs();
        words.addAll(replaced != null ? replaced : defaultFlags(planned));
        if (jvm == null && replaced == null && archives != null) {
            words.addAll(archives.flags("generator"));
        }
        words.addAll(planned.settings().jvmArgs());
        words.addAll(options.jvmArgsAppend());
        words.add("-cp");
        words.add(System.getProperty("java.class.path"));
        words.add(MAIN);
        return words;
    }

    private static List<String> defaultFlags(PlannedPoint planned) {
        Load load = planned.point().load();
        long requests = planned.settings().measurement().requestsFor(load);
        if (requests < 0 && load instanceof Load.Open open && open.arrival().shaped()) {
            requests = ArrivalSchedule.of(open, planned.settings().measurement(), 0)
                    .size();
        } else if (requests < 0) {
            double seconds = Estimate.ofTrial(planned).toMillis() / 1000.0;
            requests = (long) Math.ceil(load.streams() * seconds);
        }
        WorkloadSpec workload = planned.point().workload();
        // A token id takes up to 7 bytes of JSON.
        return LoaderJvm.flags(
                requests,
                requests * workload.osl(),
                requests * workload.isl() * 7L,
                streams(load, requests),
                spareBytes(load));
    }

    /**
     * A generator gets along with 250 MB, also in windows of minutes. Where requests come faster than one loop sends them, it would collect every few seconds among thousands that are
     * in flight, and each collection holds up one send of a hundred: there the memory of the machine counts, or what a container leaves of it.
     */
    private static long spareBytes(Load load) {
        return load instanceof Load.Open open && open.requestsPerSecond() > MODEST_REQUESTS_A_SECOND
                ? ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize()
                : 0;
    }

    /** Without a cap nothing bounds what an open loop has in flight but its requests; memory that is not used costs nothing. */
    private static long streams(Load load, long requests) {
        if (load instanceof Load.Open open) {
            return Math.min(requests, open.maxConcurrency() > 0 ? open.maxConcurrency() : MOST_IN_FLIGHT);
        }
        return (long) load.streams();
    }

    ToGenerator.Open openOrder(Trial trial, Endpoint endpoint, Path folder, LoadMessage load) {
        PlannedPoint planned = trial.planned();
        return new ToGenerator.Open(
                planned.id(),
                trial.fork(),
                endpoint.urls().stream().map(Object::toString).toList(),
                endpoint.model(),
                endpoint.options(),
                planned.spec().server().prefixCache(),
                options.dialect(),
                planned.spec().model().tokenizer(),
                planned.point().workload(),
                load,
                folder.resolve("records.imr").toString(),
                EventLoops.of(options, planned.point()),
                loopCore(planned, endpoint),
                options.connections(),
                WARM_UP_MILLIS,
                PROBE_TIMEOUT_MILLIS,
                options.overrides().inferencex() ? measuredRequests(planned) : 0,
                secrets.values(endpoint.options()));
    }

    private static int measuredRequests(PlannedPoint planned) {
        return (int)
                planned.settings().measurement().requestsFor(planned.point().load());
    }

    /** A single event loop gets a core of its own where it is known that the server leaves one; several loops move. */
    private int loopCore(PlannedPoint planned, Endpoint endpoint) {
        return options.placement().cores().isEmpty() && EventLoops.of(options, planned.point()) == 1
                ? Placement.coreBeside(planned.spec(), endpoint.urls())
                : -1;
    }
}
