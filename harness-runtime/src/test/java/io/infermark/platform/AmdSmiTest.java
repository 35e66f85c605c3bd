package io.infermark.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AmdSmiTest {
    @Test
    void columnsAreFoundByTheirHead() {
        NvidiaSmi.Answer answer = AmdSmi.parse("""
                gpu,total_vram,used_vram,free_vram
                0,196592,283,196309
                1,196592 MB,100000 MB,96592 MB
                2,N/A,N/A,N/A
                """);

        assertThat(answer.absentBecause()).isEmpty();
        assertThat(answer.gpus()).extracting(HostFacts.Gpu::index).containsExactly(0, 1, 2);
        assertThat(answer.gpus()).extracting(HostFacts.Gpu::memoryTotalMib).containsExactly(196592L, 196592L, 0L);
        assertThat(answer.gpus()).extracting(HostFacts.Gpu::memoryUsedMib).containsExactly(283L, 100000L, 0L);
    }

    @Test
    void namesAreFoundByTheirHead() {
        assertThat(AmdSmi.names("""
                        gpu,vendor_id,market_name
                        0,0x1002,"AMD Instinct MI355X"
                        1,0x1002,MI300X-O
                        2,0x1002,N/A
                        """))
                .containsExactly(java.util.Map.entry(0, "AMD Instinct MI355X"), java.util.Map.entry(1, "MI300X-O"));
        assertThat(AmdSmi.names("ERROR: no such argument\n")).isEmpty();
    }

    @Test
    void somethingElseIsNoList() {
        assertThat(AmdSmi.parse("no devices\n").absentBecause()).isEqualTo("amd-smi lists no GPU");
        assertThat(AmdSmi.query("/no/amd-smi").absentBecause()).isEqualTo("no amd-smi on the PATH");
    }
}
