package io.infermark.telemetry;

import io.infermark.endpoint.EndpointException;
import io.infermark.profile.PrometheusText;
import io.infermark.server.readiness.SideRequests;
import io.infermark.server.secret.SecretMissingException;
import io.infermark.server.secret.SecretReader;
import io.infermark.spi.Endpoint;
import io.infermark.spi.EngineMetric;
import io.infermark.spi.StartPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the metrics pages of an endpoint's servers. The first attempt decides: a server that has no page then is not asked again. Whose names a page uses is seen from the page; those of the
 * recipe come first.
 */
final class EngineScraper implements AutoCloseable {
    /** Name of the file that holds all pages as they came. */
    static final String FILE = "engine-metrics.prom.gz";

    private static final long LIMIT_SECONDS = 5;

    private final Endpoint endpoint;
    private final List<StartPlan.Metrics> known;
    private final Path file;
    private @Nullable SideRequests http;
    private @Nullable OutputStream raw;
    private String path = "";
    private @Nullable Map<EngineMetric, String> names;
    private String absentBecause = "";
    private String lastFailure = "";

    /** @param known metric names of engines, the most probable first */
    EngineScraper(Endpoint endpoint, List<StartPlan.Metrics> known, Path folder) {
        this.endpoint = endpoint;
        this.known = List.copyOf(known);
        this.file = folder.resolve(FILE);
    }

    /** Looks for the pages; afterwards {@link #absentBecause} says why there are none. */
    synchronized void open() {
        try {
            http = SideRequests.open(endpoint.options(), SecretReader.ofProcess());
        } catch (SecretMissingException | EndpointException e) {
            absentBecause = String.valueOf(e.getMessage());
            return;
        }
        String first = "";
        for (String candidate : paths()) {
            path = candidate;
            List<PrometheusText> pages = fetch("at the beginning");
            if (pages != null && pages.stream().anyMatch(page -> !page.samples().isEmpty())) {
                names = names(pages);
                return;
            }
            first = first.isEmpty() ? lastFailure : first;
        }
        absentBecause = "the server has no metrics page: " + first;
    }

    private Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>();
        known.stream().map(StartPlan.Metrics::path).filter(p -> !p.isEmpty()).forEach(paths::add);
        paths.add("/metrics");
        return paths;
    }

    /** Those of the first engine of which the pages have any. */
    private Map<EngineMetric, String> names(List<PrometheusText> pages) {
        Set<String> there = new LinkedHashSet<>();
        pages.forEach(page -> page.samples().keySet().forEach(name -> there.add(EnginePage.base(name))));
        return known.stream()
                .map(StartPlan.Metrics::names)
                .filter(candidate -> candidate.values().stream().anyMatch(there::contains))
                .findFirst()
                .orElse(Map.of());
    }

    /** Why nothing can be read; empty if it can. */
    synchronized String absentBecause() {
        return absentBecause;
    }

    /** Why the last attempt failed. */
    synchronized String lastFailure() {
        return lastFailure;
    }

    /** The page's addresses. */
    synchronized String source() {
        return String.join(
                ", ", endpoint.urls().stream().map(url -> page(url).toString()).toList());
    }

    /** The names that the pages use. */
    synchronized Map<EngineMetric, String> names() {
        Map<EngineMetric, String> found = names;
        return found == null ? Map.of() : found;
    }

    /**
     * Reads the pages now.
     *
     * @param why is kept with the raw page
     * @return null if a server did not answer
     */
    synchronized @Nullable EnginePage scrape(String why) {
        Map<EngineMetric, String> wanted = names;
        if (wanted == null) {
            return null;
        }
        Instant begin = Instant.now();
        List<PrometheusText> pages = fetch(why);
        Instant middle = begin.plus(Duration.between(begin, Instant.now()).dividedBy(2));
        return pages == null ? null : EnginePage.of(middle, pages, wanted);
    }

    private @Nullable List<PrometheusText> fetch(String why) {
        SideRequests probe = http;
        if (probe == null) {
            return null;
        }
        List<PrometheusText> pages = new ArrayList<>();
        for (URI url : endpoint.urls()) {
            URI page = page(url);
            try {
                SideRequests.Answer answer = probe.get(page).get(LIMIT_SECONDS, TimeUnit.SECONDS);
                if (!answer.ok()) {
                    lastFailure = page + " answered HTTP " + answer.status();
                    return null;
                }
                keep(page, why, answer.body());
                pages.add(PrometheusText.parse(answer.body()));
            } catch (TimeoutException e) {
                lastFailure = page + " did not answer within " + LIMIT_SECONDS + " s";
                return null;
            } catch (ExecutionException e) {
                lastFailure = page + " can't be read: " + e.getCause();
                return null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                lastFailure = "interrupted";
                return null;
            }
        }
        return pages;
    }

    private URI page(URI url) {
        return URI.create(url.getScheme() + "://" + url.getRawAuthority() + path);
    }

    private void keep(URI page, String why, String body) {
        try {
            OutputStream out = raw;
            if (out == null) {
                out = new GZIPOutputStream(Files.newOutputStream(file), true);
                raw = out;
            }
            out.write(("# infermark: " + page + " at " + Instant.now() + ", " + why + "\n" + body + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            lastFailure = file + " can't be written: " + e.getMessage();
        }
    }

    @Override
    public synchronized void close() {
        names = null;
        http = null;
        try {
            if (raw != null) {
                raw.close();
            }
        } catch (IOException e) {
            lastFailure = file + " can't be written: " + e.getMessage();
        }
    }
}
