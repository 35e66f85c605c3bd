package io.infermark.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoaderJvmTest {
    /** Spare memory. */
    private static final long SMALL = 0;

    private static final long LARGE = 128L << 30;

    private static long megabytes(List<String> flags, String name) {
        return flags.stream()
                .filter(flag -> flag.startsWith(name))
                .mapToLong(flag -> Long.parseLong(flag.substring(name.length(), flag.length() - 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void youngSpaceHoldsAnOrdinaryWindowAndStaysWithinTheBudget() {
        List<String> small = LoaderJvm.flags(10, 1000, 10_000, 1, SMALL);
        List<String> ordinary = LoaderJvm.flags(3000, 300_000, 3_000_000, 1000, SMALL);
        List<String> endless = LoaderJvm.flags(1_000_000, 1_000_000_000, Long.MAX_VALUE, 1, SMALL);
        assertThat(megabytes(small, "-Xmn")).isLessThan(megabytes(ordinary, "-Xmn"));
        assertThat(megabytes(ordinary, "-Xmn")).isBetween(56L, 112L);
        assertThat(megabytes(endless, "-Xmx")).isLessThanOrEqualTo(240);
        assertThat(megabytes(endless, "-Xmx")).isEqualTo(megabytes(endless, "-Xms"));
    }

    /** Five seconds of 5,000 requests a second: a collection in them would cost more lateness than all else together. */
    @Test
    void youngSpaceHoldsAShortWindowOfManyRequests() {
        List<String> flags = LoaderJvm.flags(25_000, 200_000, 25_000_000, 20_000, SMALL);
        assertThat(megabytes(flags, "-Xmn")).isBetween(240L, 256L);
    }

    /** Three minutes of 20,000 requests a second; half a minute of them needs no collection. */
    @Test
    void youngSpaceOfLongWindowsTakesPartOfALargeMemory() {
        List<String> halfAMinute = LoaderJvm.flags(300_000, 2_400_000, 25_000_000, 5_000, LARGE);
        List<String> minutes = LoaderJvm.flags(3_600_000, 28_800_000, 25_000_000, 5_000, LARGE);
        assertThat(megabytes(halfAMinute, "-Xmn")).isBetween(2_400L, 3_100L);
        assertThat(megabytes(minutes, "-Xmn")).isEqualTo(4_096);
        assertThat(megabytes(LoaderJvm.flags(3_600_000, 28_800_000, 25_000_000, 5_000, SMALL), "-Xmn"))
                .isLessThan(200);
        assertThat(LoaderJvm.flags(3000, 300_000, 3_000_000, 1000, LARGE))
                .isEqualTo(LoaderJvm.flags(3000, 300_000, 3_000_000, 1000, SMALL));
    }

    @Test
    void connectionsHaveRoomOutsideOfTheYoungSpace() {
        List<String> few = LoaderJvm.flags(38_000, 380_000, 10_000_000, 1, SMALL);
        List<String> many = LoaderJvm.flags(38_000, 380_000, 10_000_000, 19_000, SMALL);
        assertThat(old(many) - old(few)).isBetween(400L, 500L);
    }

    /** A collection among them takes a tenth of a second, and their first requests all stand ready. */
    @Test
    void twoWavesOfManyStreamsNeedNoCollection() {
        List<String> flags = LoaderJvm.flags(38_000, 380_000, 10_000_000, 19_000, SMALL);
        assertThat(megabytes(flags, "-Xmn")).isGreaterThan(38_000L * 7 / 1000 + 380_000L * 140 / 1_000_000);
        assertThat(RequestQueue.mostBytes(megabytes(flags, "-Xmx") << 20)).isGreaterThan(19_000L * (4096 + 256));
    }

    private static long old(List<String> flags) {
        return megabytes(flags, "-Xmx") - megabytes(flags, "-Xmn");
    }

    /** What does not fit into the old space stays in the young one, and the window collects. */
    @Test
    void requestsThatStandReadyTakeAtMostThreeFifthsOfTheOldSpace() {
        for (long bodies : new long[] {0, 10_000_000, 30_000_000, Long.MAX_VALUE}) {
            for (long requests : new long[] {10, 3000, 1_000_000}) {
                List<String> flags = LoaderJvm.flags(requests, requests * 100, bodies, 1, SMALL);
                assertThat(RequestQueue.mostBytes(megabytes(flags, "-Xmx") << 20) >> 20)
                        .as(flags.toString())
                        .isLessThanOrEqualTo(old(flags) * 3 / 5);
            }
        }
    }

    @Test
    void javaTakesTheOptions() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(LoaderJvm.flags(3000, 300_000, 3_000_000, 1000, SMALL));
        command.add("-version");
        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("warning");
    }
}
