package io.infermark.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Arrival;
import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.EndpointSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.Fingerprint;
import io.infermark.model.HardwareSpec;
import io.infermark.model.MatrixExpander;
import io.infermark.model.ModelSpec;
import io.infermark.model.Point;
import io.infermark.model.RateSpec;
import io.infermark.model.RunSettings;
import io.infermark.model.ServerSpec;
import io.infermark.model.SloSpec;
import io.infermark.model.SweepRow;
import io.infermark.model.WindowBound;
import io.infermark.model.WorkloadSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PointRefTest {
    private static BenchmarkSpec spec(SweepRow row) {
        EngineSpec engine =
                new EngineSpec("vllm", List.of(), List.of(), List.of(), List.of(), true, true, true, Launch.CONTAINER);
        return new BenchmarkSpec(
                "demo.Hello",
                "",
                ModelSpec.of("org/Model-X", Precision.FP8),
                new HardwareSpec("H200", Vendor.NVIDIA, 8, 141, List.of(Precision.FP8), 1, "h200-site"),
                new ServerSpec(
                        engine,
                        "vllm/vllm-openai:v1",
                        Launch.CONTAINER,
                        List.of(),
                        List.of(),
                        Map.of(),
                        Duration.ofMinutes(40),
                        false,
                        EndpointSpec.DEFAULT),
                List.of(WorkloadSpec.of(1024, 512)),
                List.of(row),
                List.of(),
                SloSpec.NONE,
                RunSettings.DEFAULT,
                100);
    }

    private static SweepRow row(RateSpec rate, List<Integer> concurrency) {
        return new SweepRow(
                "",
                List.of(8),
                List.of(1),
                List.of(1),
                List.of(1),
                List.of(2),
                List.of(true),
                List.of(SpecDecoding.MTP),
                List.of(),
                rate,
                concurrency,
                Map.of(),
                Set.of("tp", "ep"));
    }

    @Test
    void aClosedPointCarriesItsDeclaration() {
        BenchmarkSpec spec = spec(row(RateSpec.NONE, List.of(16)));
        Point point = MatrixExpander.expand(spec).points().get(0);
        PointRef ref = PointRef.of(spec, point);
        assertThat(ref.id()).isEqualTo(point.id());
        assertThat(ref.axes())
                .containsExactly(
                        Map.entry("tp", "8"),
                        Map.entry("ep", "2"),
                        Map.entry("isl", "1024"),
                        Map.entry("osl", "512"),
                        Map.entry("conc", "16"));
        assertThat(ref.configFingerprint()).isEqualTo(Fingerprint.ofPoint(spec, point));
        assertThat(ref.startFingerprint()).isEqualTo(Fingerprint.ofStart(spec, point));
        assertThat(ref.load()).isEqualTo("closed loop, 16 streams");
        assertThat(ref.concurrency()).isEqualTo(16);
        assertThat(ref.requestsPerSecond()).isNull();
        assertThat(ref.dpAttention()).isTrue();
        assertThat(ref.specDecoding()).isEqualTo("mtp");
        Subject subject = Subject.of(spec, 8, "0.1.0", "repeat");
        assertThat(subject.hardwareLabel()).isEqualTo("h200-site");
        assertThat(subject.servedModel()).isNull();
        assertThat(subject.withServer("served", "1.2", "sha256:x", null).engineVersion())
                .isEqualTo("1.2");
    }

    @Test
    void anOpenPointCarriesItsArrivals() {
        BenchmarkSpec spec = spec(row(new RateSpec(List.of(2.5), Arrival.GAMMA, 0.5), List.of(64)));
        PointRef ref = PointRef.of(spec, MatrixExpander.expand(spec).points().get(0));
        assertThat(ref.load()).isEqualTo("open loop, 2.5 req/s, gamma, at most 64 in flight");
        assertThat(ref.concurrency()).isEqualTo(64);
        assertThat(ref.requestsPerSecond()).isEqualTo(2.5);
        assertThat(ref.arrival()).isEqualTo("gamma");
        assertThat(ref.burstiness()).isEqualTo(0.5);
        assertThat(ref.arrivalShape()).isNull();
        BenchmarkSpec ramped = spec(row(new RateSpec(List.of(2.5), Arrival.RAMP, 1, "0.1:60s"), List.of()));
        PointRef ramp =
                PointRef.of(ramped, MatrixExpander.expand(ramped).points().get(0));
        assertThat(ramp.load()).isEqualTo("open loop, 2.5 req/s, ramp 0.1:60s");
        assertThat(ramp.arrivalShape()).isEqualTo("0.1:60s");
        BenchmarkSpec uncapped = spec(row(new RateSpec(List.of(2.5), Arrival.POISSON, 1), List.of()));
        assertThat(PointRef.of(
                                uncapped,
                                MatrixExpander.expand(uncapped).points().get(0))
                        .concurrency())
                .isNull();
    }

    @Test
    void settingsAreInWords() {
        Settings settings = Settings.of(RunSettings.DEFAULT, Map.of("seed", "42"));
        assertThat(settings.warmupWindow()).isEqualTo("2 x concurrency requests");
        assertThat(settings.iterationTimeoutSeconds()).isEqualTo(600);
        assertThat(Settings.text(new WindowBound.Time(Duration.ofMillis(1500)))).isEqualTo("1.5 s");
        assertThat(Settings.text(new WindowBound.Requests(7))).isEqualTo("7 requests");
    }
}
