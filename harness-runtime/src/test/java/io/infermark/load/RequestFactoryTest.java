package io.infermark.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.load.ConnectionOptions.Protocol;
import io.infermark.platform.SocketLimits;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestFactoryTest {
    /** Its bytes are for connections that stand open, of which there are none then. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlyARequestThatMayMeetAnOpenConnectionIsRenderedAhead(boolean kept) {
        URI server = URI.create("http://127.0.0.1:1/");
        ConnectionOptions connections = new ConnectionOptions(Protocol.HTTP_1_1, 1, kept, List.of());
        RequestFactory factory = RequestFactory.resolve(
                LoadTarget.builder().url(server).build(),
                LoadOptions.DEFAULT.withConnections(connections),
                new SourceAddresses(SocketLimits.ofThisProcess(), connections));
        Outbound outbound = factory.outbound(LoadRig.request(server, 0, 1));
        assertThat(outbound.plain() != null).isEqualTo(kept);
        assertThat(outbound.opening().getUrl()).startsWith("http://127.0.0.1:1/");
    }
}
