package io.infermark.telemetry;

import io.infermark.metric.WindowMetrics;
import io.infermark.metric.WindowTelemetry;
import io.infermark.platform.Rapl;
import io.infermark.spi.EngineMetric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The observation of one trial. Begun before the load generator, told of each measured window, ended after the last; then it derives. Windows are begun and ended by the trial's thread.
 */
public final class TrialTelemetry implements AutoCloseable {
    private static final long TICK_MILLIS = 1_000;

    private final Path folder;
    private final EngineScraper engine;
    private final Map<EngineMetric, String> engineNames;
    private final MonitorChoice gpus;
    private final CpuEnergyMeter cpu;
    private final String cpuAbsentBecause;
    private final ScheduledExecutorService ticker;
    private final Map<Integer, ObservedWindow> windows = new LinkedHashMap<>();
    private final List<EnginePage> during = new ArrayList<>();
    private @Nullable EnginePage before;
    private boolean inWindow;
    private boolean closed;

    private TrialTelemetry(Path folder, EngineScraper engine, MonitorChoice gpus, CpuEnergyMeter cpu, boolean here) {
        this.folder = folder;
        this.engine = engine;
        this.engineNames = engine.names();
        this.gpus = gpus;
        this.cpu = cpu;
        this.cpuAbsentBecause = here ? "" : "the server is on another host";
        this.ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "infermark-telemetry");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins; waits some seconds at most until the first samples are there. */
    public static TrialTelemetry begin(TelemetrySite site) {
        EngineScraper engine = new EngineScraper(site.endpoint(), site.names(), site.folder());
        engine.open();
        MonitorChoice gpus = MonitorChoice.make(site, engine.scrape("at the beginning"));
        TrialTelemetry telemetry = new TrialTelemetry(
                site.folder(), engine, gpus, new CpuEnergyMeter(new Rapl(site.powercap())), site.serverIsHere());
        var unused =
                telemetry.ticker.scheduleAtFixedRate(telemetry::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return telemetry;
    }

    private void tick() {
        synchronized (this) {
            if (!inWindow) {
                return;
            }
        }
        EnginePage page = sample("in a window");
        synchronized (this) {
            if (inWindow && page != null) {
                during.add(page);
            }
        }
    }

    private @Nullable EnginePage sample(String why) {
        cpu.add();
        EnginePage page = engine.scrape(why);
        gpus.tick(page);
        return page;
    }

    /** A measured window is about to begin. */
    public void windowBegins() {
        cpu.reset();
        EnginePage page = sample("before a window");
        synchronized (this) {
            before = page;
            during.clear();
            inWindow = true;
        }
    }

    /** It ended: its last answer is in. */
    public void windowEnded(int iteration) {
        synchronized (this) {
            inWindow = false;
        }
        EnginePage page = sample("after a window");
        SortedMap<String, Double> joules = cpuAbsentBecause.isEmpty() ? cpu.joules() : new TreeMap<>();
        synchronized (this) {
            windows.put(iteration, new ObservedWindow(before, during, page, joules));
        }
    }

    /** Ends it: every file is complete afterwards. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            inWindow = false;
        }
        ticker.shutdownNow();
        if (!windows.isEmpty()) {
            gpus.settle();
        }
        gpus.close();
        engine.close();
    }

    /**
     * What was observed in a measured window, after the end.
     *
     * @param start when its first request was due
     * @param end when its last request had ended
     */
    public WindowTelemetry of(int iteration, Instant start, Instant end, WindowMetrics served) {
        WindowObserver observer = new WindowObserver(start, end, served);
        gpus.describe(observer, folder);
        ObservedWindow window = windows.get(iteration);
        if (!engine.absentBecause().isEmpty()) {
            observer.withoutEngine(engine.absentBecause());
        } else if (window == null) {
            observer.withoutEngine("the window did not come to its end");
        } else {
            observer.engine(window, engineNames, engine.source(), engine.lastFailure());
        }
        observer.cpu(
                window == null ? new TreeMap<>() : window.cpuJoules(),
                cpuAbsentBecause.isEmpty() ? cpu.absentBecause() : cpuAbsentBecause);
        return observer.telemetry();
    }

    /** Files that it left in the trial's folder, by what they are. */
    public Map<String, String> files() {
        Map<String, String> files = new TreeMap<>(Map.of(
                "gpu", GpuMonitor.FILE,
                "engineMetrics", EngineScraper.FILE,
                "energyCounterCheck", MonitorChoice.COUNTER_CHECK));
        files.values().removeIf(name -> !Files.isRegularFile(folder.resolve(name)));
        return files;
    }
}
