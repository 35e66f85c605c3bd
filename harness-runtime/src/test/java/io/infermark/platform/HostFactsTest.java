package io.infermark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostFactsTest {
    @Test
    void everyFactIsThereOrSaidToBeAbsentWithAReason() {
        HostFacts facts = HostFacts.read();
        for (String name : List.of(
                "os",
                "kernel",
                "architecture",
                "cpuModel",
                "cores",
                "usableCores",
                "governor",
                "memoryBytes",
                "memoryLimitBytes",
                "jvm")) {
            assertThat(facts.facts().containsKey(name) ^ facts.absent().containsKey(name))
                    .as(name)
                    .isTrue();
        }
        assertThat(facts.absent().values())
                .allSatisfy(reason -> assertThat(reason).isNotBlank());
        assertThat(facts.gpus().isEmpty()).isEqualTo(facts.absent().containsKey("nvidiaGpus"));
    }

    @Test
    void nvidiaSmisTableIsReadWithItsGaps() {
        NvidiaSmi.Answer answer = NvidiaSmi.parse(
                "0, NVIDIA H100 80GB HBM3, 580.159.03, 81559, 4\n1, NVIDIA H100 80GB HBM3, 580.159.03, 81559, [N/A]\n");
        assertThat(answer.gpus())
                .containsExactly(
                        new HostFacts.Gpu(0, "NVIDIA H100 80GB HBM3", "580.159.03", 81559, 4),
                        new HostFacts.Gpu(1, "NVIDIA H100 80GB HBM3", "580.159.03", 81559, 0));
        assertThat(NvidiaSmi.parse("No devices were found").absentBecause()).contains("lists no GPU");
    }

    @Test
    void coreListsAreReadAsTheKernelWritesThem() {
        assertThat(Cores.parse("0,2-4,7")).containsExactly(0, 2, 3, 4, 7);
        assertThatThrownBy(() -> Cores.parse("0-")).hasMessageContaining("[CoresMalformed]");
        assertThat(Cores.usable()).isNotEmpty();
    }

    @Test
    void marksAreFoundInTheEnvironmentOfProcesses() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        builder.environment().put("INFERMARK_TEST_MARK", "näme with = and spaces");
        Process process = builder.start();
        try {
            // The environment is the parent's until the child has become the program.
            while (!ProcFs.commandLine(process.pid()).startsWith("sleep")) {
                Thread.onSpinWait();
            }
            assertThat(ProcFs.marked("INFERMARK_TEST_MARK"))
                    .contains(new ProcFs.Marked(process.pid(), "näme with = and spaces"));
            assertThat(ProcFs.environment(process.pid(), "INFERMARK_TEST")).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aJvmIsToldFromAnotherThatGotItsProcessId() {
        String me = JvmIdentity.current();
        assertThat(JvmIdentity.alive(me)).isTrue();
        assertThat(JvmIdentity.alive(me + "1")).isFalse();
        assertThat(JvmIdentity.alive("")).isFalse();
        assertThat(JvmIdentity.alive("x-1")).isFalse();
    }
}
