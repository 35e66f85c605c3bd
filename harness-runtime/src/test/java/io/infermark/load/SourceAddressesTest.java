package io.infermark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.platform.SocketLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceAddressesTest {
    private static final SocketLimits LIMITS = new SocketLimits(20_000, 100, 10_000, true);

    private static List<InetAddress> address(String text) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(text));
    }

    @Test
    void connectionsThatNobodyAskedForLeaveHalfOfTheFiles() {
        assertThat(new SourceAddresses(LIMITS, ConnectionOptions.DEFAULT).unasked(1024, 4096))
                .isEqualTo(4096);
        assertThat(new SourceAddresses(new SocketLimits(4_100, 100, 10_000, true), ConnectionOptions.DEFAULT)
                        .unasked(1024, 4096))
                .isEqualTo(2000);
        assertThat(new SourceAddresses(new SocketLimits(0, 100, 10_000, true), ConnectionOptions.DEFAULT)
                        .unasked(1024, 4096))
                .isEqualTo(4096);
    }

    @Test
    void fewConnectionsLeaveTheChoiceToTheSystem() throws UnknownHostException {
        SourceAddresses sources = new SourceAddresses(LIMITS, ConnectionOptions.DEFAULT);
        sources.reserve(8_000, address("127.0.0.1"));
        assertThat(sources.all()).isEmpty();
        assertThat(sources.next()).isNull();
    }

    @Test
    void manyTowardsLoopbackComeFromAsManyAddressesAsThePortsNeed() throws UnknownHostException {
        SourceAddresses sources = new SourceAddresses(LIMITS, ConnectionOptions.DEFAULT);
        sources.reserve(19_000, address("127.0.0.1"));
        assertThat(sources.all())
                .extracting(InetAddress::getHostAddress)
                .containsExactly("127.0.0.1", "127.0.0.2", "127.0.0.3");
        assertThat(sources.next()).isEqualTo(sources.all().get(0));
        assertThat(sources.next()).isEqualTo(sources.all().get(1));
    }

    @Test
    void anotherTargetNeedsAddressesThatAreGiven() throws UnknownHostException {
        SourceAddresses none = new SourceAddresses(LIMITS, ConnectionOptions.DEFAULT);
        List<InetAddress> target = address("192.0.2.7");
        assertThatThrownBy(() -> none.reserve(19_000, target))
                .hasMessageStartingWith("[PortsTooFew] 19000 connections to one server need 3 local addresses")
                .hasMessageContaining("-sourceAddresses")
                .hasMessageContaining("ip_local_port_range");
        SourceAddresses given = new SourceAddresses(
                LIMITS,
                new ConnectionOptions(
                        ConnectionOptions.Protocol.HTTP_1_1,
                        1,
                        true,
                        List.of(
                                InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}),
                                InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 2}),
                                InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 3}))));
        given.reserve(19_000, target);
        assertThat(given.all()).hasSize(3);
    }

    @Test
    void filesAreCountedBeforeAnyConnectionIsOpened() throws UnknownHostException {
        SourceAddresses sources = new SourceAddresses(LIMITS, ConnectionOptions.DEFAULT);
        List<InetAddress> target = address("127.0.0.1");
        assertThatThrownBy(() -> sources.reserve(20_000, target))
                .hasMessageStartingWith("[FilesTooFew] 20000 connections need 20164 open files")
                .hasMessageContaining("ulimit -n")
                .hasMessageContaining("-http h2c");
    }

    @Test
    void limitsOfThisProcessAreRead() {
        SocketLimits limits = SocketLimits.ofThisProcess();
        assertThat(limits.mostFiles()).isPositive();
        assertThat(limits.openFiles()).isPositive().isLessThan(limits.mostFiles());
    }
}
