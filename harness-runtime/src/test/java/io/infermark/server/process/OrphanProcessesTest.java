package io.infermark.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.platform.ProcFs;
import io.infermark.server.FakePlans;
import io.infermark.server.ServerHandle;
import io.infermark.server.StartListener;
import io.infermark.server.StartSite;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanProcessesTest {
    @TempDir
    Path folder;

    /** The harness of this test, in a JVM that the test kills: starts a server with a worker, says so, and waits. */
    static final class Harness {
        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            try (ServerHandle handle = new ProcessServer(new StartSite("run-of-the-dead", folder))
                    .start(
                            FakePlans.fake("--child", folder.resolve("child").toString())
                                    .build(),
                            StartListener.SILENT)) {
                System.out.println("serving " + handle.endpoint().urls().get(0));
                new CountDownLatch(1).await();
            }
        }
    }

    private Process harness() throws Exception {
        Process harness = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Harness.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(harness.getInputStream(), StandardCharsets.UTF_8));
        String line;
        do {
            line = out.readLine();
        } while (line != null && !line.startsWith("serving "));
        assertThat(line).as("the harness starts").isNotNull();
        return harness;
    }

    private long pid(String file) throws Exception {
        return Long.parseLong(Files.readString(folder.resolve(file)).strip().split(" ", -1)[0]);
    }

    @Test
    void aServerWhoseHarnessWasKilledIsFoundAndEnded() throws Exception {
        Process harness = harness();
        long server = pid("server.pid");
        long worker = pid("child");
        assertThat(OrphanProcesses.find())
                .extracting(OrphanProcesses.Orphan::pid)
                .doesNotContain(server, worker);

        harness.destroyForcibly().waitFor();

        assertThat(ProcFs.startTicks(server)).as("an orphan").isPresent();
        assertThat(OrphanProcesses.recorded(folder))
                .extracting(OrphanProcesses.Orphan::pid)
                .containsExactly(server);
        List<OrphanProcesses.Orphan> ended = OrphanProcesses.reap(Duration.ofSeconds(20));
        assertThat(ended).extracting(OrphanProcesses.Orphan::pid).contains(server, worker);
        assertThat(ended)
                .filteredOn(o -> o.pid() == server)
                .extracting(OrphanProcesses.Orphan::runId)
                .containsExactly("run-of-the-dead");
        assertThat(ProcFs.startTicks(server)).isEmpty();
        assertThat(ProcFs.startTicks(worker)).isEmpty();
        assertThat(OrphanProcesses.recorded(folder)).isEmpty();
    }

    @Test
    void aHarnessThatIsAskedToEndTakesItsServerAlong() throws Exception {
        Process harness = harness();
        long server = pid("server.pid");
        long worker = pid("child");

        harness.destroy();
        harness.waitFor();

        assertThat(ProcFs.startTicks(server)).isEmpty();
        assertThat(ProcFs.startTicks(worker)).isEmpty();
    }
}
