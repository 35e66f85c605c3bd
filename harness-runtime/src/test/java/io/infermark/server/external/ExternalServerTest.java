package io.infermark.server.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.infermark.api.Launch;
import io.infermark.model.EndpointSpec;
import io.infermark.server.FakePlans;
import io.infermark.server.ServerHandle;
import io.infermark.server.ServerStartException;
import io.infermark.server.StartListener;
import io.infermark.server.StartSite;
import io.infermark.server.process.ProcessServer;
import io.infermark.spi.StartPlan;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalServerTest {
    @TempDir
    Path folder;

    private ServerHandle running(String... options) throws ServerStartException {
        return new ProcessServer(new StartSite("theirs", folder.resolve("theirs")))
                .start(FakePlans.fake(options).build(), StartListener.SILENT);
    }

    private static StartPlan plan(String model, String... urls) {
        return StartPlan.builder("fake", Launch.EXTERNAL)
                .servedModel(model)
                .version(new StartPlan.Version("/version", "version", List.of("no-such-command")))
                .endpoint(EndpointSpec.DEFAULT.withUrls(List.of(urls)))
                .build();
    }

    private ServerHandle attach(StartPlan plan) throws ServerStartException {
        return new ExternalServer(new StartSite("ours", folder.resolve("ours"))).start(plan, StartListener.SILENT);
    }

    private ServerStartException failure(StartPlan plan) {
        return catchThrowableOfType(
                ServerStartException.class, () -> attach(plan).close());
    }

    @Test
    void attachesAsksTheModelAndLeavesTheServerRunning() throws Exception {
        try (ServerHandle theirs = running()) {
            String url = theirs.endpoint().urls().get(0).toString();

            ServerHandle ours = attach(plan("", url, url));
            ours.stop();

            assertThat(ours.endpoint().urls()).containsExactly(URI.create(url), URI.create(url));
            assertThat(ours.endpoint().model()).isEqualTo("fake");
            assertThat(ours.versions()).containsEntry("engine", "1.2.3").containsKey("fork");
            assertThat(ours.log()).isEmptyFile();
            assertThat(attach(plan("fake", url)).endpoint().model()).isEqualTo("fake");
        }
    }

    @Test
    void nothingThereIsToldAtOnce() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        ServerStartException failed = failure(plan("", "http://127.0.0.1:" + port));
        assertThat(failed.code()).isEqualTo("EndpointUnreachable");
        assertThat(failed).hasMessageContaining(Integer.toString(port));
    }

    @Test
    void aWrongModelAndAWrongUrlAreTold() throws Exception {
        assertThat(failure(plan("")).code()).isEqualTo("EndpointEmpty");
        assertThat(failure(plan("", "localhost:8000")).code()).isEqualTo("UrlMalformed");
        try (ServerHandle theirs = running()) {
            ServerStartException failed =
                    failure(plan("fak", theirs.endpoint().urls().get(0).toString()));
            assertThat(failed.code()).isEqualTo("ModelNotServed");
            assertThat(failed).hasMessageContaining("fake");
        }
    }
}
