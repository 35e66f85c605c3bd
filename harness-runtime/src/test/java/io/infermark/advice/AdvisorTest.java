package io.infermark.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.infermark.advice.Candidate.Verdict;
import io.infermark.api.Precision;
import io.infermark.classes.KnownTypes;
import io.infermark.config.master.ModelFacts;
import io.infermark.model.HardwareSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdvisorTest {
    private static final ModelFacts FACTS = ModelFacts.bundled();

    private static Question question(String model, String hardware, int concurrency, Precision... precisions) {
        HardwareSpec on = KnownTypes.hardware(hardware).orElseThrow();
        return new Question(
                ModelShape.of(model, FACTS).orElseThrow(), on, 1024, 1024, concurrency, List.of(precisions), false);
    }

    /** 70.6e9 × 2 bytes over TP; 2 × 80 × 8 × 128 × 2 bytes a token over TP, 2304 tokens. */
    @Test
    void aDenseModelIsSpreadOverTensorParallelRanks() {
        List<Candidate> all =
                Advisor.candidates(question("meta-llama/Llama-3.3-70B-Instruct", "h100", 64, Precision.BF16));

        assertThat(all).extracting(Candidate::tp).containsExactly(1, 2, 4, 8);
        assertThat(all).extracting(Candidate::ep).containsOnly(1);
        assertThat(all)
                .extracting(Candidate::verdict)
                .containsExactly(Verdict.TOO_LARGE, Verdict.TIGHT, Verdict.FITS, Verdict.FITS);
        Candidate four = all.get(2);
        assertThat(four.weightsGib()).isCloseTo(70.6e9 * 2 / 4 / (1L << 30), within(1e-9));
        assertThat(four.cacheGib()).isCloseTo(2.0 * 80 * 8 * 128 * 2 * 2304 / 4 / (1L << 30), within(1e-9));
        assertThat(four.headroomGib()).isCloseTo(79.6 - four.weightsGib(), within(1e-9));
        assertThat(four.maxConcurrency()).isEqualTo((int)
                ((79.6 - 70.6e9 * 2 / 4 / (1L << 30)) / (2.0 * 80 * 8 * 128 * 2 * 2304 / 4 / (1L << 30))));
        assertThat(Advisor.smallest(all))
                .hasValueSatisfying(best -> assertThat(best.tp()).isEqualTo(4));
        assertThat(all.get(0).headroomGib()).isNegative();
        assertThat(all.get(0).maxConcurrency()).isZero();
        assertThat(all.get(0).reason()).contains("[MemoryTooSmall]");
    }

    @Test
    void aVerdictAndItsConcurrencyAgree() {
        for (String model : FACTS.names()) {
            for (Candidate candidate :
                    Advisor.candidates(question(model, "mi355x", 200, Precision.FP8, Precision.FP4))) {
                assertThat(candidate.verdict() == Verdict.FITS)
                        .as("%s %s", model, candidate)
                        .isEqualTo(candidate.maxConcurrency() != null && candidate.maxConcurrency() >= 200);
            }
        }
    }

    @Test
    void aMixtureOfExpertsHasExpertParallelismUpToTheGpus() {
        List<Candidate> all = Advisor.candidates(question("mistralai/Mixtral-8x7B-v0.1", "h100", 1, Precision.FP8));
        assertThat(all)
                .extracting(c -> c.tp() + "/" + c.ep())
                .containsExactly("1/1", "2/1", "2/2", "4/1", "4/2", "4/4", "8/1", "8/2", "8/4", "8/8");
    }

    @Test
    void withAModelOfUnknownShapeOnlyWeightsAreJudged() {
        Question question = question("acme/Secret-30B", "h100", 1000, Precision.BF16);
        List<Candidate> all = Advisor.candidates(question);
        assertThat(all.get(0).verdict()).isEqualTo(Verdict.FITS);
        assertThat(all.get(0).cacheGib()).isNull();
        assertThat(all.get(0).maxConcurrency()).isNull();
        assertThat(AdviceText.lines(question, all).toString()).contains("shape is not known");
    }

    @Test
    void whatFitsNowhereIsSaid() {
        Question question = question("meta-llama/Llama-3.1-405B", "h100", 1, Precision.BF16);
        List<Candidate> all = Advisor.candidates(question);
        assertThat(all).extracting(Candidate::verdict).containsOnly(Verdict.TOO_LARGE);
        assertThat(Advisor.smallest(all)).isEmpty();
        assertThat(AdviceText.lines(question, all)).last().asString().contains("does not fit in any way");
    }

    @Test
    void theTableOfTheDocumentationIsComputed() throws IOException {
        Path page = Path.of("../docs/tuning.md");
        String begin = "<!-- computed: begin -->\n";
        String end = "\n<!-- computed: end -->";
        String text = Files.readString(page);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end);
        String table = String.join("\n", TuningTable.lines(FACTS));
        if ("update".equals(System.getProperty("goldens")) && System.getenv("CI") == null) {
            Files.writeString(page, text.substring(0, from) + table + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to)).isEqualTo(table);
        assertThat(table.lines()).hasSizeGreaterThan(40);
    }
}
