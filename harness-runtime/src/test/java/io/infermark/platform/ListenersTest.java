package io.infermark.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class ListenersTest {
    @Test
    void findsThisProcessByItsPort() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            assertThat(Listeners.process(port)).hasValue(ProcessHandle.current().pid());
            assertThat(Listeners.coresOf(port).map(Cores::parse)).hasValue(Cores.usable());
        }
        assertThat(Listeners.coresOf(port)).isEmpty();
    }

    @Test
    void onlyListeningSocketsCount() {
        String table = """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:46A0 0100007F:9C41 01 00000000:00000000 00:00000000 00000000     0        0 11 1 0
                   1: 0100007F:46A0 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 22 1 0
                """;

        assertThat(Listeners.inode(table, 0x46A0)).hasValue("22");
        assertThat(Listeners.inode(table, 0x46A1)).isEmpty();
    }
}
