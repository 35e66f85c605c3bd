package io.infermark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.run.Sims;
import io.infermark.sim.SimServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that can't be are refused before a server hears of us. */
@Timeout(120)
class QuickConnectionsTest {
    @TempDir
    Path folder;

    private Cli.Ran quick(String url, String... more) {
        List<String> words = new ArrayList<>(
                List.of("quick", url, "--isl", "16", "--osl", "4", "--requests", "1", "--concurrency", "1"));
        words.addAll(List.of("-calibrate", "false", "-wi", "0"));
        words.addAll(List.of("-out", folder.resolve("out").toString()));
        words.addAll(List.of(more));
        return Cli.run(words.toArray(String[]::new));
    }

    private void refused(SimServer sim, Cli.Ran ran, int code, String problem) {
        assertThat(ran.code()).as("%s", ran).isEqualTo(code);
        assertThat(ran.err()).contains(problem);
        assertThat(ran.out()).as("nothing was measured").doesNotContain("# Point:", "INVALID");
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(sim.truth().counters()).containsEntry("connections", 0L);
    }

    @ParameterizedTest
    @CsvSource({"false, h2, http://", "true, h2c, https://"})
    void anHttpVersionThatTheSchemeDoesNotFitIsWrongUsage(boolean tls, String http, String scheme) {
        try (SimServer sim = Sims.start("tls", Boolean.toString(tls))) {
            Cli.Ran ran = quick(sim.uri().toString(), "-http", http);
            refused(sim, ran, ExitCode.USAGE, "[HttpScheme] " + http + " does not go with " + scheme);
        }
    }

    @Test
    void everyUrlIsLookedAt() {
        try (SimServer sim = Sims.start()) {
            Cli.Ran ran = quick(sim.uri().toString(), "https://127.0.0.1:1", "-http", "h2c");
            refused(sim, ran, ExitCode.USAGE, "[HttpScheme] h2c does not go with https://");
        }
    }

    @Test
    void streamsOfAConnectionThatCarriesOneAreWrongUsage() {
        try (SimServer sim = Sims.start()) {
            Cli.Ran ran = quick(sim.uri().toString(), "-streamsPerConnection", "3");
            refused(sim, ran, ExitCode.USAGE, "[StreamsNotShared] -streamsPerConnection 3");
            assertThat(ran.err()).contains("-http h2c");
        }
    }

    @Test
    void anAddressThatThisMachineHasNotIsAPrecondition() {
        try (SimServer sim = Sims.start()) {
            Cli.Ran ran = quick(sim.uri().toString(), "-sourceAddresses", "127.0.0.1,192.0.2.77");
            refused(sim, ran, ExitCode.ENVIRONMENT, "[SourceAddressForeign] ");
            assertThat(ran.err()).contains("192.0.2.77").contains("127.0.0.1");
            assertThat(ran.err().lines()).hasSize(1);
        }
    }

    @Test
    void addressesThatItHasAreUsed() {
        try (SimServer sim = Sims.start()) {
            assertThat(quick(sim.uri().toString(), "-sourceAddresses", "127.0.0.1")
                            .code())
                    .isZero();
        }
    }
}
