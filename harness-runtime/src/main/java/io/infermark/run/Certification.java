package io.infermark.run;

import io.infermark.calibration.CalibrationFigures;
import io.infermark.calibration.Calibrator;
import io.infermark.calibration.LoadShape;
import io.infermark.fork.FromGenerator;
import io.infermark.fork.Generator;
import io.infermark.fork.GeneratorException;
import io.infermark.plan.Trial;
import io.infermark.record.RecordFormatException;
import io.infermark.sim.SimException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calibrations of one trial. For one thread. */
final class Certification {
    private final Calibrator calibrator;
    private final Trial trial;
    private final Path folder;
    private final boolean wanted;
    private @Nullable CalibrationFigures before;
    private @Nullable CalibrationFigures after;
    private String problem = "";

    /** @param wanted whether the user wants certificates */
    Certification(Calibrator calibrator, Trial trial, Path folder, boolean wanted) {
        this.calibrator = calibrator;
        this.trial = trial;
        this.folder = folder;
        this.wanted = wanted;
    }

    /** @param windows that have ended; the last one tells the pace */
    void before(Generator generator, List<FromGenerator.WindowEnded> windows) {
        before = measure(generator, windows, true);
    }

    /** As {@link #before}. */
    void after(Generator generator, List<FromGenerator.WindowEnded> windows) {
        after = measure(generator, windows, false);
    }

    private @Nullable CalibrationFigures measure(
            Generator generator, List<FromGenerator.WindowEnded> windows, boolean first) {
        // A generator in this JVM (-f 0) shares it with the simulator: there is nothing to certify, and the run has
        // said so.
        if (!wanted || trial.planned().settings().forks() == 0) {
            return null;
        }
        Map<String, Double> pace =
                windows.isEmpty() ? Map.of() : windows.get(windows.size() - 1).health();
        try {
            LoadShape shape = LoadShape.of(
                    trial.planned().point().load(), trial.planned().settings().measurement(), pace);
            return first ? calibrator.before(generator, shape, folder) : calibrator.measure(generator, shape, folder);
        } catch (IOException | SimException | GeneratorException | RecordFormatException | IllegalArgumentException e) {
            problem = "the load generator could not be calibrated: " + e.getMessage();
            return null;
        }
    }

    /** @param cost what each part of the trial took */
    Certificate certificate(Map<String, Double> cost) {
        return new Certificate(
                before, after, wanted ? "" : "-calibrate false: the load generator was not calibrated", problem, cost);
    }
}
