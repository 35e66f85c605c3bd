package io.infermark.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The pure parts of the comparison with the peers have unit tests of their own, in Python: this runs them with the others. */
class PeersScriptTest {
    @Test
    void theTestsOfTheScriptPass() throws IOException, InterruptedException {
        Process tests;
        try {
            // No __pycache__ in the tree.
            tests = new ProcessBuilder("python3", "-B", "-m", "unittest", "test_peers")
                    .directory(Path.of("peers").toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException noPython) {
            String problem = "python3 cannot be run: " + noPython.getMessage();
            if ("all".equals(System.getProperty("infermark.require"))) {
                throw new IllegalStateException(problem + ", and -Dinfermark.require=all asks for it", noPython);
            }
            abort(problem);
            return;
        }
        String output = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tests.waitFor()).as(output).isZero();
        assertThat(output).containsPattern("Ran [1-9][0-9]* tests");
    }
}
