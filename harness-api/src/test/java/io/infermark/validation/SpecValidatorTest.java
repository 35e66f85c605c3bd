package io.infermark.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Launch;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Condition;
import io.infermark.model.EndpointSpec;
import io.infermark.model.Exclusion;
import io.infermark.model.HeaderSpec;
import io.infermark.model.ServerSpec;
import io.infermark.model.Specs;
import io.infermark.model.SweepRow;
import io.infermark.model.WorkloadSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The validator as configurations use it: paths, independence of findings, and stand-ins. Each code's own test stands with the processor. */
class SpecValidatorTest {
    private static final SweepRow GOOD = Specs.tp(List.of(4, 8), List.of(16, 32));

    private static List<String> found(BenchmarkSpec spec, String... unreadable) {
        return SpecValidator.validate(spec, Set.of(unreadable), NodeSizes.UNKNOWN).stream()
                .map(finding -> finding.code() + " " + finding.path())
                .toList();
    }

    @Test
    void aGoodDeclarationHasNoFindings() {
        assertThat(SpecValidator.validate(Specs.of(GOOD))).isEmpty();
    }

    @Test
    void allFindingsAreToldAtOnceWithTheirPaths() {
        BenchmarkSpec spec = Specs.of(
                List.of(WorkloadSpec.of(8, 8), new WorkloadSpec("w", 0, 8, 2)),
                List.of(GOOD, Specs.tp(List.of(), List.of(0)), Specs.tp(List.of(2, 64), List.of(1))),
                List.of(
                        new Exclusion(List.of(Condition.parse("tp=2"), Condition.parse("bla=1")), ""),
                        new Exclusion(List.of(), "")));
        assertThat(found(spec))
                .containsExactly(
                        "LengthTooSmall workload[1].isl",
                        "RangeRatio workload[1].rangeRatio",
                        "AxisEmpty sweep[1].tp",
                        "ValueTooSmall sweep[1].concurrency[0]",
                        "AxisUnknown exclude[0][1]",
                        "ExcludeEmpty exclude[1]",
                        "HardwareTooSmall sweep[2].tp[1]");
    }

    @Test
    void nothingIsSaidAboutStandInsNorAboutTheWholeThatHoldsOne() {
        BenchmarkSpec spec = Specs.of(
                List.of(WorkloadSpec.of(8, 8)),
                List.of(GOOD, Specs.tp(List.of(4), List.of(16))),
                List.of(new Exclusion(List.of(Condition.parse("tp=5")), "")));
        assertThat(found(spec)).containsExactly("PointTwice sweep[1].concurrency[0]", "ExcludeNothing exclude[0]");
        assertThat(found(spec, "sweep[1].concurrency")).isEmpty();
        assertThat(found(spec, "exclude[0]")).containsExactly("PointTwice sweep[1].concurrency[0]");
    }

    @Test
    void anUnreadablePathDoesNotCoverItsNamesakes() {
        BenchmarkSpec spec = Specs.of(Specs.tp(List.of(0), List.of(16)));
        assertThat(found(spec, "sweep[0].t")).containsExactly("ValueTooSmall sweep[0].tp[0]");
        assertThat(found(spec, "sweep[0].tp")).isEmpty();
    }

    @Test
    void noFindingRepeatsASecret() {
        EndpointSpec endpoint = new EndpointSpec(
                List.of("http://user:hunter2@host", "ftp://user:hunter2@host", "http://user:hunter2@ bad"),
                EndpointSpec.DEFAULT.protocol(),
                "/v1",
                "hunter2",
                List.of(HeaderSpec.parse("Authorization: Bearer hunter2")),
                Map.of(),
                List.of(),
                "",
                "");
        BenchmarkSpec good = Specs.of(GOOD);
        BenchmarkSpec spec = new BenchmarkSpec(
                good.benchmark(),
                "",
                good.model(),
                good.hardware(),
                new ServerSpec(
                        Specs.ENGINE,
                        "",
                        Launch.EXTERNAL,
                        List.of(),
                        List.of(),
                        Map.of(),
                        Duration.ofMinutes(1),
                        false,
                        endpoint),
                good.workloads(),
                List.of(SweepRow.ofConcurrency(List.of(8))),
                List.of(),
                good.slo(),
                good.run(),
                10);
        List<Finding> findings = SpecValidator.validate(spec);
        assertThat(findings)
                .extracting(Finding::code)
                .containsExactly("UrlSecret", "UrlMalformed", "UrlMalformed", "SecretInline", "HeaderSecret");
        assertThat(findings).noneMatch(finding -> finding.message().contains("hunter2"));
    }

    @Test
    void codesAreUnique() {
        assertThat(Arrays.stream(Code.values()).map(Code::code))
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[A-Z][A-Za-z]+"));
    }
}
