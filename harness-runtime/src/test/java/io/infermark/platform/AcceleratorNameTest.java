package io.infermark.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceleratorNameTest {
    @ParameterizedTest
    @CsvSource({
        "h100, NVIDIA H200",
        "H100, NVIDIA H200 NVL",
        "h200, NVIDIA H20",
        "b200, NVIDIA GB200",
        "h200, NVIDIA GH200 480GB",
        "h100, NVIDIA A100-SXM4-80GB",
        "h100, NVIDIA L40S",
        "gb200, NVIDIA GB10",
        "h100, Tesla V100-SXM2-32GB",
        "mi300x, AMD Instinct MI325X",
        "mi355x, Instinct MI210",
    })
    void whatIsCertainlyAnotherIsTold(String declared, String gpu) {
        assertThat(AcceleratorName.isAnother(declared, gpu)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "h100, NVIDIA H100 80GB HBM3",
        "H100, NVIDIA H100 PCIe",
        "gb300, NVIDIA GB300",
        "mi300x, MI300X-O",
        "mi300x, AMD GPU",
        "our-h100-pool, NVIDIA H200",
        "l40s, NVIDIA H200",
        "h100, NVIDIA RTX A6000",
        "h100, AMD Instinct MI300X",
        "mi300x, NVIDIA H100 80GB HBM3",
    })
    void theSameAndTheUncertainAreNot(String declared, String gpu) {
        assertThat(AcceleratorName.isAnother(declared, gpu)).isFalse();
    }
}
