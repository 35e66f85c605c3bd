package io.infermark.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.api.ConfigDialect;
import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.SpecDecoding;
import io.infermark.api.engine.Sglang;
import io.infermark.api.hardware.H200;
import io.infermark.config.YamlReader;
import io.infermark.config.master.MasterFile;
import io.infermark.config.master.MasterLoader;
import io.infermark.model.AxisSpec;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.ComponentSpec;
import io.infermark.model.Condition;
import io.infermark.model.EndpointSpec;
import io.infermark.model.Exclusion;
import io.infermark.model.MasterSpec;
import io.infermark.model.ModelSpec;
import io.infermark.model.RateSpec;
import io.infermark.model.RunSettings;
import io.infermark.model.ServerSpec;
import io.infermark.model.SloSpec;
import io.infermark.model.SweepRow;
import io.infermark.model.WorkloadSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Classes that people wrote as master files. */
class ClassExportTest {
    private static SweepRow row(List<AxisSpec> axes, boolean ranged, Integer... concurrency) {
        return new SweepRow(
                "",
                List.of(4, 8),
                List.of(1),
                List.of(1),
                List.of(1),
                List.of(1),
                List.of(false),
                List.of(SpecDecoding.NONE, SpecDecoding.MTP),
                axes,
                RateSpec.NONE,
                List.of(concurrency),
                Map.of(),
                Set.of("tp", "specDecoding"),
                ranged,
                ComponentSpec.NONE);
    }

    private static BenchmarkSpec spec(String name, List<String> flags, List<Exclusion> exclusions, SweepRow... rows) {
        return new BenchmarkSpec(
                name,
                "",
                ModelSpec.of("org/Model-7B", Precision.FP8),
                KnownTypes.hardwareSpec(H200.class, ""),
                new ServerSpec(
                        KnownTypes.engineSpec(Sglang.class),
                        "lmsysorg/sglang:v1",
                        Launch.CONTAINER,
                        List.of(),
                        flags,
                        Map.of(),
                        Duration.ofMinutes(40),
                        false,
                        EndpointSpec.DEFAULT),
                List.of(WorkloadSpec.of(1024, 1024), WorkloadSpec.of(8192, 1024)),
                List.of(rows),
                exclusions,
                SloSpec.NONE,
                RunSettings.DEFAULT,
                10_000,
                MasterSpec.NONE);
    }

    private static MasterFile load(String yaml) {
        YamlReader reader = new YamlReader();
        return new MasterLoader(reader)
                .of(
                        List.of(new MasterLoader.Source(
                                "out.yaml", reader.parse(yaml.getBytes(StandardCharsets.UTF_8), "out.yaml"))),
                        null);
    }

    @Test
    void theEnvironmentOfARowIsItsSettings() {
        SweepRow plain = row(List.of(), false, 4);
        SweepRow row = new SweepRow(
                "",
                List.of(8),
                plain.pp(),
                plain.dcp(),
                plain.pcp(),
                plain.ep(),
                plain.dpAttention(),
                List.of(SpecDecoding.NONE),
                plain.axes(),
                plain.rate(),
                plain.concurrency(),
                Map.of("SGLANG_MODE", "a=b"),
                Set.of("tp"));
        ClassExport.MasterText text = ClassExport.of(List.of(spec("a.A", List.of(), List.of(), row)), null);
        assertThat(text.warnings()).isEmpty();
        assertThat(text.yaml()).contains("additional-settings: [\"SGLANG_MODE=a=b\"]");
        assertThat(load(text.yaml())
                        .configs()
                        .get(0)
                        .fixedSeqLen()
                        .get(0)
                        .searchSpace()
                        .get(0)
                        .settings())
                .containsExactly("SGLANG_MODE=a=b");
        ClassExport.MasterText head =
                ClassExport.of(List.of(spec("a.A", List.of(), List.of(), row)), ConfigDialect.HEAD);
        assertThat(head.yaml()).doesNotContain("SGLANG_MODE");
        assertThat(head.warnings()).singleElement().asString().contains("environment");
    }

    @Test
    void listsMultiplyInTheOrderOfTheClassAndTheKeyIsDerived() {
        ClassExport.MasterText text =
                ClassExport.of(List.of(spec("a.A", List.of(), List.of(), row(List.of(), true, 4, 8, 16))), null);
        assertThat(text.dialect()).isEqualTo(ConfigDialect.NATIVE);
        assertThat(text.warnings()).isEmpty();
        assertThat(text.yaml()).isEqualTo("""
                dialect: native

                model-7b-fp8-h200-sglang:
                  image: "lmsysorg/sglang:v1"
                  model: org/Model-7B
                  model-prefix: model-7b
                  runner: h200
                  precision: fp8
                  framework: sglang
                  multinode: false
                  scenarios:
                    fixed-seq-len:
                      - isl: 1024
                        osl: 1024
                        search-space:
                          - { tp: 4, conc-start: 4, conc-end: 16 }
                          - { tp: 4, spec-decoding: mtp, conc-start: 4, conc-end: 16 }
                          - { tp: 8, conc-start: 4, conc-end: 16 }
                          - { tp: 8, spec-decoding: mtp, conc-start: 4, conc-end: 16 }
                      - isl: 8192
                        osl: 1024
                        search-space:
                          - { tp: 4, conc-start: 4, conc-end: 16 }
                          - { tp: 4, spec-decoding: mtp, conc-start: 4, conc-end: 16 }
                          - { tp: 8, conc-start: 4, conc-end: 16 }
                          - { tp: 8, spec-decoding: mtp, conc-start: 4, conc-end: 16 }
                """);
        assertThat(load(text.yaml()).keys()).containsExactly("model-7b-fp8-h200-sglang");
    }

    @Test
    void exclusionsAreResolved() {
        Exclusion exclusion = new Exclusion(List.of(Condition.parse("tp=4"), Condition.parse("conc>4")), "");
        String yaml = ClassExport.of(
                        List.of(spec("a.A", List.of(), List.of(exclusion), row(List.of(), true, 4, 8))), null)
                .yaml();
        assertThat(yaml).contains("{ tp: 4, conc-list: [4] }").contains("{ tp: 8, conc-start: 4, conc-end: 8 }");
    }

    @Test
    void whatTheFileCannotSayIsRefusedIfPointsDependOnItAndElseNamed() {
        AxisSpec axis = new AxisSpec("own", List.of("1", "2"), AxisSpec.Carrier.ENV, "OWN");
        BenchmarkSpec own = spec("a.Own", List.of(), List.of(), row(List.of(axis), false, 4));
        assertThatThrownBy(() -> ClassExport.of(List.of(own), null))
                .hasMessageStartingWith("[NotInMasterFile] a.Own has axes of its own");
        BenchmarkSpec flags = spec("a.Flags", List.of("--log-level", "info"), List.of(), row(List.of(), false, 4));
        assertThat(ClassExport.of(List.of(flags), null).warnings())
                .singleElement()
                .asString()
                .startsWith("[LeftOut] a.Flags")
                .contains("engine flags");
    }

    @Test
    void twoClassesOfOneKeyAreRefused() {
        BenchmarkSpec one = spec("a.One", List.of(), List.of(), row(List.of(), false, 4));
        BenchmarkSpec two = spec("a.Two", List.of(), List.of(), row(List.of(), false, 8));
        assertThatThrownBy(() -> ClassExport.of(List.of(one, two), null))
                .hasMessageStartingWith("[KeyTwice] a.Two is an entry \"model-7b-fp8-h200-sglang\"");
    }
}
