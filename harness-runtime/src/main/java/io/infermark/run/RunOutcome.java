package io.infermark.run;

import io.infermark.result.PointResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param exitCode what a process should end with; see the command line's documentation
 * @param directory of the results; empty after a dry run
 * @param results one for each planned point; empty after a dry run
 */
public record RunOutcome(int exitCode, Optional<Path> directory, List<PointResult> results) {
    public RunOutcome {
        results = List.copyOf(results);
    }
}
