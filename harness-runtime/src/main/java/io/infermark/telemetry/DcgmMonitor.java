package io.infermark.telemetry;

import io.infermark.metric.GpuEnergy;
import io.infermark.platform.OwnThread;
import io.infermark.profile.PrometheusText;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A DCGM exporter's page, read once a second.
 *
 * <p>The exporter samples the boards by its own clock, by default every 30 s, and shows old values until then. A page on which a board's energy counter has not moved is therefore no sample,
 * as long as that counter is one that moves: such an exporter gives gaps, and energy is absent for them, instead of a smooth curve that was never measured.
 */
final class DcgmMonitor implements GpuMonitor {
    /** Where an exporter listens if nobody says otherwise. */
    static final URI STANDARD = URI.create("http://localhost:9400/metrics");

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Pattern GPU = Pattern.compile("[{,]gpu=\"([^\"]*)\"");
    private static final String POWER = "DCGM_FI_DEV_POWER_USAGE";
    private static final String ENERGY = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION";
    private static final List<String> FIELDS = List.of(
            POWER,
            "DCGM_FI_DEV_GPU_TEMP",
            "DCGM_FI_DEV_SM_CLOCK",
            "DCGM_FI_DEV_MEM_CLOCK",
            "DCGM_FI_DEV_GPU_UTIL",
            "DCGM_FI_DEV_MEM_COPY_UTIL",
            "DCGM_FI_DEV_FB_USED");
    private static final List<String> COLUMNS = List.of(
            "power.draw [W]",
            "temperature.gpu",
            "clocks.current.sm [MHz]",
            "clocks.current.memory [MHz]",
            "utilization.gpu [%]",
            "utilization.memory [%]",
            "memory.used [MiB]");

    private final URI page;
    private final Set<String> devices;
    private final SampleFile file;
    private final HttpClient http;
    private final Map<String, Double> lastEnergy = new HashMap<>();
    private final Map<String, Boolean> moves = new HashMap<>();
    private String failure = "";

    DcgmMonitor(URI page, Monitored gpus, Path folder) {
        this.page = page;
        this.devices = gpus.names();
        this.file = new SampleFile(folder.resolve(FILE), COLUMNS);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LIMIT)
                .proxy(ProxySelector.of(null))
                .build();
    }

    /** Whether a DCGM exporter answers there; {@link #problem()} says why if not. */
    boolean answers() {
        PrometheusText text = read();
        if (text != null && text.samples().keySet().stream().noneMatch(name -> name.startsWith(POWER))) {
            fail(page + " has no " + POWER + ": it is no DCGM exporter, or one without power");
            return false;
        }
        return text != null;
    }

    private synchronized void fail(String why) {
        failure = why;
    }

    private @Nullable PrometheusText read() {
        HttpRequest request = HttpRequest.newBuilder(page).timeout(LIMIT).GET().build();
        try {
            HttpResponse<String> answer = OwnThread.call(
                            "infermark-dcgm",
                            () -> http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)))
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() == 200) {
                return PrometheusText.parse(answer.body());
            }
            fail(page + " answered HTTP " + answer.statusCode());
        } catch (TimeoutException e) {
            fail(page + " did not answer within " + LIMIT.toSeconds() + " s");
        } catch (ExecutionException e) {
            fail(page + " can't be read: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    @Override
    public void tick(@Nullable EnginePage ignored) {
        PrometheusText text = read();
        Instant now = Instant.now();
        if (text == null) {
            return;
        }
        Map<String, Map<String, Double>> byGpu = new TreeMap<>();
        text.samples().forEach((name, sample) -> {
            Matcher gpu = GPU.matcher(name);
            if (gpu.find() && devices.contains(gpu.group(1))) {
                byGpu.computeIfAbsent(gpu.group(1), key -> new HashMap<>()).put(EnginePage.base(name), sample.value());
            }
        });
        byGpu.forEach((gpu, values) -> {
            if (fresh(gpu, values.get(ENERGY))) {
                List<@Nullable Double> row = new ArrayList<>();
                FIELDS.forEach(field -> row.add(values.get(field)));
                file.add(now, gpu, row);
            }
        });
    }

    private synchronized boolean fresh(String gpu, @Nullable Double energy) {
        if (energy == null) {
            return true;
        }
        Double before = lastEnergy.put(gpu, energy);
        boolean moved = before != null && !before.equals(energy);
        if (moved) {
            moves.put(gpu, true);
        }
        return before == null || moved || !moves.containsKey(gpu);
    }

    @Override
    public String source() {
        return "DCGM exporter at " + page;
    }

    @Override
    public GpuEnergy.Origin origin() {
        return GpuEnergy.Origin.MEASURED;
    }

    @Override
    public Set<String> devices() {
        return devices;
    }

    @Override
    public void settle() {
        // A tick follows each window; an exporter that samples more slowly leaves it without its end.
    }

    @Override
    public synchronized String problem() {
        return failure.isEmpty() ? file.problem() : failure;
    }

    @Override
    public void close() {
        file.close();
    }
}
