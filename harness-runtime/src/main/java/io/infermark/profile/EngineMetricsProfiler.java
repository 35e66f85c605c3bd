package io.infermark.profile;

import io.infermark.server.readiness.SideRequests;
import io.infermark.server.secret.SecretReader;
import io.infermark.spi.Endpoint;
import io.infermark.spi.Profiler;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * {@code -prof engine}: the engine's own {@code /metrics} over the measured windows, under the engine's own names. Counters, and sums and counts of histograms, are given as what they
 * grew by; gauges as they are at the end. The figures of several servers are added up.
 */
final class EngineMetricsProfiler implements Profiler {
    private static final long DEADLINE_SECONDS = 30;

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public String description() {
        return "what the engine's own /metrics counted over the measured windows";
    }

    @Override
    public Optional<String> unsupported() {
        return Optional.empty();
    }

    @Override
    public Session start(Endpoint endpoint) throws Exception {
        PrometheusText before = scrape(endpoint);
        return () -> scrape(endpoint).since(before);
    }

    private static PrometheusText scrape(Endpoint endpoint) throws Exception {
        SideRequests http = SideRequests.open(endpoint.options(), SecretReader.ofProcess());
        Map<String, PrometheusText.Sample> all = new TreeMap<>();
        for (URI url : endpoint.urls()) {
            URI page = URI.create(url.getScheme() + "://" + url.getRawAuthority() + "/metrics");
            SideRequests.Answer answer = http.get(page).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (!answer.ok()) {
                throw new IOException("[MetricsMissing] " + page + " answered " + answer.brief()
                        + ". This engine gives no metrics, or has them switched off; leave -prof engine out.");
            }
            PrometheusText.parse(answer.body())
                    .samples()
                    .forEach((name, sample) -> all.merge(name, sample, PrometheusText.Sample::plus));
        }
        return new PrometheusText(all);
    }
}
