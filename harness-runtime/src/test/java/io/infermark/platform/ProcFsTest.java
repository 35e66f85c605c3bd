package io.infermark.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has /proc")
class ProcFsTest {
    @Test
    void filesThatAnswerTheFirstRequestOnlyAreReadWhole() {
        assertThat(HostView.local().text(Path.of("/proc/sys/net/ipv4/ip_local_port_range")))
                .hasValueSatisfying(range -> assertThat(range).matches("\\d+\\s+\\d+"));
        assertThat(JvmIdentity.host()).hasSize(36);
    }
}
