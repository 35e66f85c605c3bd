package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.model.BenchmarkSpec;
import io.infermark.model.EndpointSpec;
import io.infermark.model.ServerSpec;
import io.infermark.plan.Declarations;
import io.infermark.plan.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found of connections before anything is started. */
class ConnectionPreflightTest {
    @TempDir
    Path folder;

    private OptionsBuilder options() {
        return new OptionsBuilder().forks(0).out(folder.resolve("out"));
    }

    /** A class that declares where its server is. */
    private static BenchmarkSpec at(String url) {
        BenchmarkSpec spec = Declarations.external("com.x.Declared", List.of(Declarations.row(List.of(1), List.of(1))));
        ServerSpec server = spec.server();
        return new BenchmarkSpec(
                spec.benchmark(),
                spec.description(),
                spec.model(),
                spec.hardware(),
                new ServerSpec(
                        server.engine(),
                        server.image(),
                        server.launch(),
                        server.command(),
                        server.flags(),
                        server.env(),
                        server.startTimeout(),
                        server.prefixCache(),
                        EndpointSpec.DEFAULT.withUrls(List.of(url))),
                spec.workloads(),
                spec.rows(),
                spec.exclusions(),
                spec.slo(),
                spec.run(),
                spec.maxPoints());
    }

    @Test
    void theUrlsOfAClassMustFitTheHttpVersion() {
        assertThatThrownBy(() -> Runs.of(options().http("h2"), Declarations.benchmark(at("http://127.0.0.1:1"))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("[HttpScheme] h2 does not go with http://");
        assertThatThrownBy(() -> Runs.of(
                        options().http("h2c").server("https://127.0.0.1:1"),
                        Declarations.benchmark(at("http://127.0.0.1:1"))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("[HttpScheme] h2c does not go with https://");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
