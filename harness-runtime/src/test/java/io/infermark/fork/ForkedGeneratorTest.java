package io.infermark.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.model.EndpointSpec;
import io.infermark.model.Load;
import io.infermark.model.WorkloadSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Generators that are no generators: shell scripts that die, babble, hang, or fail at the very end. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the processes are scripts of a POSIX shell")
class ForkedGeneratorTest {
    @TempDir
    Path folder;

    private ForkedGenerator start(String script) {
        return ForkedGenerator.start(List.of("/bin/sh", "-c", script), folder.resolve("generator.log"));
    }

    private ToGenerator.Open order() {
        return order("http://127.0.0.1:1", 1);
    }

    private ToGenerator.Open order(String url, long probeTimeoutMillis) {
        return new ToGenerator.Open(
                "com.x.A[conc=1]",
                0,
                List.of(url),
                "",
                EndpointSpec.DEFAULT,
                false,
                "",
                "",
                WorkloadSpec.of(1, 1),
                LoadMessage.of(new Load.Closed(1)),
                folder.resolve("records.imr").toString(),
                1,
                -1,
                ConnectionMessage.DEFAULT,
                0,
                probeTimeoutMillis,
                0,
                Map.of());
    }

    @Test
    void oneThatDiesIsReportedWithItsCodeAndItsLastWords() {
        try (ForkedGenerator generator = start("echo 'out of luck' >&2; exit 17")) {
            assertThatThrownBy(() -> generator.open(order(), Duration.ofSeconds(30)))
                    .isInstanceOf(GeneratorException.class)
                    .hasMessageStartingWith("[GeneratorDied]")
                    .hasMessageContaining("exit code 17")
                    .hasMessageContaining("out of luck")
                    .hasMessageContaining("generator.log");
        }
    }

    /** The log may hold anything: lines without an end, a byte of another charset. */
    @Test
    void itsLastWordsAreShortWhateverTheyAre() {
        String script = "head -c 100000 /dev/zero | tr '\\0' 'x' >&2; printf ' caf\\351 is closed\\n\\n' >&2; exit 17";
        try (ForkedGenerator generator = start(script)) {
            assertThatThrownBy(() -> generator.open(order(), Duration.ofSeconds(30)))
                    .hasMessageStartingWith("[GeneratorDied]")
                    .hasMessageContaining(" is closed Its log")
                    .message()
                    .hasSizeLessThan(5000);
        }
    }

    /** Longer than an array can be. The file has a hole, so it takes no room. */
    @Test
    void onlyTheEndOfItsLogIsRead() throws IOException {
        try (RandomAccessFile log =
                new RandomAccessFile(folder.resolve("generator.log").toFile(), "rw")) {
            log.setLength(3L << 30);
        }
        try (ForkedGenerator generator = start("echo >&2; echo 'out of luck' >&2; exit 17")) {
            assertThatThrownBy(() -> generator.open(order(), Duration.ofSeconds(30)))
                    .isInstanceOf(GeneratorException.class)
                    .hasMessageContaining("exit code 17: out of luck");
        }
    }

    @Test
    void oneThatBabblesIsReportedWithWhatItSaid() {
        try (ForkedGenerator generator = start("echo hello; read order")) {
            assertThatThrownBy(() -> generator.open(order(), Duration.ofSeconds(30)))
                    .isInstanceOf(GeneratorException.class)
                    .hasMessageStartingWith("[GeneratorDied]")
                    .hasMessageContaining("hello");
        }
    }

    @Test
    void aMessageOfAnotherVersionIsReported() {
        try (ForkedGenerator generator = start("echo '{\"type\":\"later\"}'; read order")) {
            assertThatThrownBy(() -> generator.open(order(), Duration.ofSeconds(30)))
                    .isInstanceOf(GeneratorException.class)
                    .hasMessageContaining("[WireBroken]");
        }
    }

    @Test
    void whatTheJvmPrintsBetweenTheMessagesGoesToTheLog() throws IOException {
        String opened =
                "{\"type\":\"opened\",\"model\":\"m\",\"facts\":{},\"promptKind\":\"ids\",\"notes\":[],\"selfWarmUp\":{}}";
        try (ForkedGenerator generator =
                start("read order; echo '[0.009s][info][gc] Using Serial'; echo '" + opened + "'; read close")) {
            assertThat(generator.open(order(), Duration.ofSeconds(30)).model()).isEqualTo("m");
        }
        assertThat(Files.readString(folder.resolve("generator.log"))).contains("[info][gc] Using Serial");
    }

    /** A server that takes connections and says nothing would hold the probe for a minute a question. */
    @Test
    void anInterruptEndsTheProbeOfASilentServer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ForkedGenerator generator = ForkedGenerator.start(
                        GeneratorOrders.java(List.of("-Xmx64m")), folder.resolve("generator.log"))) {
            ToGenerator.Open order = order("http://127.0.0.1:" + silent.getLocalPort(), 50_000);
            CompletableFuture<FromGenerator.Opened> opening =
                    CompletableFuture.supplyAsync(() -> generator.open(order, Duration.ofSeconds(55)));
            try (Socket asked = silent.accept()) {
                assertThat(asked.isConnected()).isTrue();
                generator.stop(Duration.ofSeconds(40));
                assertThat(opening)
                        .failsWithin(Duration.ofSeconds(20))
                        .withThrowableThat()
                        .withMessageContaining("nterrupted]");
            }
        }
    }

    @Test
    void oneThatHangsIsKilledAtItsDeadline() {
        ForkedGenerator generator = start("exec sleep 1000");
        ProcessHandle process =
                ProcessHandle.of(generator.process().getAsLong()).orElseThrow();
        assertThatThrownBy(() -> generator.open(order(), Duration.ofMillis(50)))
                .isInstanceOf(GeneratorException.class)
                .hasMessageStartingWith("[GeneratorHung]");
        generator.close();
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void aRefusalKeepsItsMessageAndItsKind() {
        String refusal = "{\"type\":\"refused\",\"message\":\"[Some] thing\",\"usage\":true}";
        try (ForkedGenerator generator = start("read order; echo '" + refusal + "'")) {
            assertThatThrownBy(() -> generator.open(order(), Duration.ofSeconds(30)))
                    .isInstanceOfSatisfying(
                            GeneratorException.class, e -> assertThat(e.usage()).isTrue())
                    .hasMessage("[Some] thing");
        }
    }

    @Test
    void aFileThatCannotBeCompletedIsReportedWhenItIsClosed() {
        String refusal = "{\"type\":\"refused\",\"message\":\"[DiskFull] no space\",\"usage\":false}";
        ForkedGenerator generator = start("read order; echo '" + refusal + "'");
        assertThatThrownBy(generator::close)
                .isInstanceOf(GeneratorException.class)
                .hasMessage("[DiskFull] no space");
    }

    @Test
    void anExecutableThatIsNotThereIsReported() {
        assertThatThrownBy(() -> ForkedGenerator.start(List.of("/no/such/java"), folder.resolve("generator.log")))
                .isInstanceOf(GeneratorException.class)
                .hasMessageStartingWith("[GeneratorNotStarted]")
                .hasMessageContaining("-jvm");
    }
}
