package io.infermark.doctor;

import io.infermark.platform.HostView;
import io.infermark.server.container.ContainerSurvey;
import io.infermark.server.launch.DeadRuns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Runs all checks. */
public final class HostDoctor {
    private final HostView host;
    private final List<HostCheck> checks;

    /** A doctor of this host. */
    public HostDoctor() {
        this(
                HostView.local(),
                new AskedOnce(),
                () -> DeadRuns.find().stream().map(DeadRuns.Leftover::text).toList());
    }

    HostDoctor(HostView host, ContainerSurveys surveys, Supplier<List<String>> leftovers) {
        this.host = host;
        this.checks = List.of(
                new JavaCheck(),
                new CoresCheck(),
                new GovernorCheck(),
                new ClockCheck(),
                new MemoryCheck(),
                new SharedMemoryCheck(),
                new DiskCheck(),
                new LimitsCheck(),
                new PortsCheck(),
                new LaunchMeansCheck(),
                new ContainerEngineCheck(surveys),
                new NvidiaCheck(),
                new AmdCheck(),
                new GpuInContainersCheck(surveys),
                new ProgramsCheck(),
                new ModelCacheCheck(),
                new TokensCheck(),
                new LeftoversCheck(leftovers));
    }

    /** All findings, in a fixed order. */
    public DoctorReport examine(Needs needs) {
        List<CheckResult> results = new ArrayList<>();
        for (HostCheck check : checks) {
            results.add(examine(check, needs));
        }
        return new DoctorReport(results);
    }

    private CheckResult examine(HostCheck check, Needs needs) {
        try {
            return check.examine(host, needs);
        } catch (RuntimeException broken) {
            return CheckResult.warn(
                    check.name(), "the check itself broke: " + broken, "report it; the other checks are not affected.");
        }
    }

    /** Two checks ask for the same; the engine is asked once for each set of images. */
    private static final class AskedOnce implements ContainerSurveys {
        private final Map<Set<String>, ContainerSurvey> answers = new HashMap<>();

        @Override
        public ContainerSurvey of(Collection<String> images) {
            return answers.computeIfAbsent(Set.copyOf(images), ContainerSurvey::ask);
        }
    }
}
