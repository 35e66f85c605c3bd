package io.infermark.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.api.Arrival;
import io.infermark.api.Protocol;
import io.infermark.model.EndpointSpec;
import io.infermark.model.HeaderSpec;
import io.infermark.model.Load;
import io.infermark.model.WorkloadSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
    private static final EndpointSpec OPTIONS = new EndpointSpec(
            List.of("http://a:1"),
            Protocol.CHAT,
            "/v1?x=env:Q",
            "env:KEY",
            List.of(new HeaderSpec("X-Secret", "file:/k"), new HeaderSpec("X-Plain", "\u00fc\n\"")),
            Map.of("top_k", "{\"a\": [1]}"),
            List.of("temperature"),
            "/ca.pem",
            "c.pem,k.pem");
    private static final ToGenerator.Open OPEN = new ToGenerator.Open(
            "com.x.A[conc=1]#2",
            3,
            List.of("http://a:1", "http://b:2"),
            "model",
            OPTIONS,
            true,
            "",
            "tokenizer.json",
            new WorkloadSpec("w", 1024, 8, 0.5),
            LoadMessage.of(new Load.Closed(7)),
            "/r/records.imr",
            2,
            -1,
            new ConnectionMessage("1.1", 50, false, List.of("127.0.0.2")),
            1000,
            60_000,
            10,
            Map.of("env:KEY", "hunter2"));

    static Stream<ToGenerator> orders() {
        return Stream.of(
                OPEN,
                new ToGenerator.RunWindow(true, 0, Long.MIN_VALUE, -1, 500, 60_000, true),
                new ToGenerator.RunWindow(false, 2, Long.MAX_VALUE, 1L << 40, -1, 1, false),
                new ToGenerator.Calibrate("http://127.0.0.1:4", 8, 0.25, 100, 16, "/r/calibration.imr", 1L << 40),
                new ToGenerator.Stop(10_000),
                new ToGenerator.Abort(),
                new ToGenerator.Close());
    }

    static Stream<FromGenerator> answers() {
        return Stream.of(
                new FromGenerator.Opened(
                        "m", Map.of("dialect", "vllm"), "ids", List.of("a note"), Map.of("millis", 612.5)),
                new FromGenerator.WindowEnded(false, 1, true, Map.of("gcMillis", 0.25, "gcCount", 1e18)),
                new FromGenerator.Refused("[Code] why", true),
                new FromGenerator.Calibrated(Map.of("mean_ms", 0.125)),
                new FromGenerator.Closed());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void everyOrderIsReadAsItWasWrittenOnOneLine(ToGenerator order) {
        Wire wire = new Wire();
        String line = wire.write(order);
        assertThat(line).doesNotContain("\n");
        assertThat(wire.read(line, ToGenerator.class)).isEqualTo(order);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void everyAnswerIsReadAsItWasWrittenOnOneLine(FromGenerator answer) {
        Wire wire = new Wire();
        String line = wire.write(answer);
        assertThat(line).doesNotContain("\n");
        assertThat(wire.read(line, FromGenerator.class)).isEqualTo(answer);
    }

    @Test
    void everyMessageTypeIsTried() {
        assertThat(orders().map(Object::getClass).distinct())
                .hasSize(ToGenerator.class.getPermittedSubclasses().length);
        assertThat(answers().map(Object::getClass).distinct())
                .hasSize(FromGenerator.class.getPermittedSubclasses().length);
    }

    @Test
    void aSecretIsInNoText() {
        assertThat(OPEN.toString()).doesNotContain("hunter2");
    }

    @Test
    void gibberishIsAWireFault() {
        assertThatThrownBy(() -> new Wire().read("{\"type\":\"dance\"}", FromGenerator.class))
                .isInstanceOf(GeneratorException.class)
                .hasMessageStartingWith("[WireBroken]");
    }

    static Stream<Load> loads() {
        return Stream.of(
                new Load.Closed(1),
                new Load.Closed(4096),
                new Load.Open(0.25, Arrival.CONSTANT, 1, 0),
                new Load.Open(40, Arrival.POISSON, 1, 8),
                new Load.Open(1e4, Arrival.GAMMA, 0.5, 0),
                new Load.Open(20, Arrival.STEPS, 1, 0, "0.5:30s,1:60s"));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void aLoadSurvivesTheWire(Load load) {
        Wire wire = new Wire();
        String line = wire.write(LoadMessage.of(load));
        assertThat(wire.read(line, LoadMessage.class).toLoad()).isEqualTo(load);
    }
}
