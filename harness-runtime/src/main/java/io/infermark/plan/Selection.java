package io.infermark.plan;

import io.infermark.api.Launch;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.ModelSpec;
import io.infermark.model.Point;
import io.infermark.model.RunSettings;
import io.infermark.model.ServerSpec;
import io.infermark.model.Suggestion;
import io.infermark.model.WindowBound;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Picks points out of benchmarks and applies overrides to what was declared. */
public final class Selection {
    private final Overrides overrides;
    private final List<Pattern> includes;
    private final List<Pattern> excludes;

    /** @throws UsageException if a regular expression or a URL is malformed */
    public Selection(Overrides overrides) {
        this.overrides = overrides;
        this.includes = overrides.includes().stream().map(Selection::pattern).toList();
        this.excludes = overrides.excludes().stream().map(Selection::pattern).toList();
        overrides.urls().forEach(Selection::checkUrl);
    }

    /**
     * The selected points, in declared order.
     *
     * @throws UsageException {@code [SelectionEmpty]} if none matches, {@code [AxisUnknown]} or {@code [AxisValueUnknown]} if an override names something undeclared
     */
    public List<PlannedPoint> select(List<Benchmark> benchmarks) {
        List<PlannedPoint> selected = new ArrayList<>();
        List<Point> offered = new ArrayList<>();
        for (Benchmark benchmark : benchmarks) {
            BenchmarkSpec spec = apply(benchmark.spec());
            for (Point point : benchmark.matrix().points()) {
                if (matches(point.id())) {
                    offered.add(point);
                    if (narrowed(point)) {
                        selected.add(PlannedPoint.of(benchmark, spec, point));
                    }
                }
            }
        }
        if (offered.isEmpty()) {
            refuseClusterRows(benchmarks);
            throw new UsageException("[SelectionEmpty] no point matches " + overrides.includes()
                    + (overrides.excludes().isEmpty() ? "" : " without " + overrides.excludes())
                    + ". Benchmarks here: "
                    + String.join(
                            ", ",
                            benchmarks.stream().map(b -> b.spec().benchmark()).toList())
                    + ". -lpoints lists their points.");
        }
        checkAxes(offered);
        if (selected.isEmpty()) {
            throw new UsageException("[SelectionEmpty] each value of " + overrides.axes()
                    + " exists, but no point has them together. -lpoints lists the points.");
        }
        return List.copyOf(selected);
    }

    /** Names of selected benchmarks with rows that a cluster's launcher starts; those rows are no points here. */
    public List<String> withClusterRows(List<Benchmark> benchmarks) {
        return benchmarks.stream()
                .map(Benchmark::spec)
                .filter(spec -> spec.master().hasClusterRows() && matches(spec.benchmark()))
                .map(BenchmarkSpec::benchmark)
                .toList();
    }

    private void refuseClusterRows(List<Benchmark> benchmarks) {
        List<String> names = withClusterRows(benchmarks);
        if (!names.isEmpty()) {
            throw new UsageException("[ClusterRows] " + String.join(", ", names)
                    + ": only rows of several nodes or of replayed sessions, which a cluster's launcher starts, not this harness."
                    + " Export them with \"export\" and expand them with \"matrix\".");
        }
    }

    private boolean matches(String id) {
        return (includes.isEmpty()
                        || includes.stream().anyMatch(p -> p.matcher(id).find()))
                && excludes.stream().noneMatch(p -> p.matcher(id).find());
    }

    private boolean narrowed(Point point) {
        for (Map.Entry<String, List<String>> axis : overrides.axes().entrySet()) {
            String value = point.axis(axis.getKey());
            if (value == null || !axis.getValue().contains(value)) {
                return false;
            }
        }
        return true;
    }

    private void checkAxes(List<Point> offered) {
        overrides.axes().forEach((name, values) -> {
            Set<String> declared = new LinkedHashSet<>();
            for (Point point : offered) {
                String value = point.axis(name);
                if (value != null) {
                    declared.add(value);
                }
            }
            if (declared.isEmpty()) {
                Set<String> axes = new LinkedHashSet<>();
                offered.forEach(point -> axes.addAll(point.idAxes()));
                throw new UsageException("[AxisUnknown] -p " + name + "=… names an axis that no selected benchmark has."
                        + Suggestion.sentence(name, axes));
            }
            for (String value : values) {
                if (!declared.contains(value)) {
                    throw new UsageException("[AxisValueUnknown] -p " + name + "=" + value
                            + " is no declared value of this axis." + Suggestion.sentence(value, declared)
                            + " -p narrows a sweep; to measure another value, add it to @Sweep.");
                }
            }
        });
    }

    private BenchmarkSpec apply(BenchmarkSpec spec) {
        return new BenchmarkSpec(
                spec.benchmark(),
                spec.description(),
                model(spec.model()),
                spec.hardware(),
                server(spec.server()),
                spec.workloads(),
                spec.rows(),
                spec.exclusions(),
                spec.slo(),
                settings(spec.run()),
                spec.maxPoints(),
                spec.master());
    }

    private ModelSpec model(ModelSpec m) {
        if (overrides.model() == null) {
            return m;
        }
        return new ModelSpec(
                m.id(),
                m.prefix(),
                m.precision(),
                overrides.model(),
                m.tokenizer(),
                m.revision(),
                m.parametersBillions(),
                m.layers(),
                m.kvHeads(),
                m.headDim(),
                m.maxModelLen());
    }

    private ServerSpec server(ServerSpec s) {
        return new ServerSpec(
                s.engine(),
                s.image(),
                overrides.urls().isEmpty() ? s.launch() : Launch.EXTERNAL,
                s.command(),
                s.flags(),
                s.env(),
                orElse(overrides.startTimeout(), s.startTimeout()),
                s.prefixCache(),
                overrides.applyTo(s.endpoint()),
                s.prefixHitRate());
    }

    private RunSettings settings(RunSettings declared) {
        RunSettings s = overrides.inferencex() ? asInferencex(declared) : declared;
        return new RunSettings(
                orElse(overrides.forks(), s.forks()),
                orElse(overrides.warmupForks(), s.warmupForks()),
                orElse(overrides.warmupIterations(), s.warmupIterations()),
                bound(overrides.warmupTime(), overrides.warmupRequests(), s.warmup()),
                orElse(overrides.iterations(), s.iterations()),
                bound(overrides.measurementTime(), overrides.requests(), s.measurement()),
                orElse(overrides.iterationTimeout(), s.iterationTimeout()),
                s.minRequests(),
                s.jvmArgs());
    }

    /** One warm-up window and one measured one, of two and of ten requests for each stream. */
    private static RunSettings asInferencex(RunSettings s) {
        return new RunSettings(
                s.forks(),
                s.warmupForks(),
                1,
                new WindowBound.PerConcurrency(2),
                1,
                new WindowBound.PerConcurrency(10),
                s.iterationTimeout(),
                s.minRequests(),
                s.jvmArgs());
    }

    private static WindowBound bound(@Nullable Duration time, int requests, WindowBound declared) {
        if (time != null) {
            return new WindowBound.Time(time);
        }
        return requests >= 0 ? new WindowBound.Requests(requests) : declared;
    }

    private static int orElse(int override, int declared) {
        return override >= 0 ? override : declared;
    }

    private static <T> T orElse(@Nullable T override, T declared) {
        return override != null ? override : declared;
    }

    private static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new UsageException(
                    "[RegexMalformed] \"" + regex + "\" is no regular expression: " + e.getDescription()
                            + ". Point ids contain [ and ]; write \\[ for a bracket.",
                    e);
        }
    }

    private static void checkUrl(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new UsageException("[UrlMalformed] \"" + url + "\" is no URL: " + e.getMessage(), e);
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new UsageException(
                    "[UrlMalformed] \"" + url + "\" has no http:// or https:// host. Did you mean \"http://"
                            + url.replaceFirst("^([a-z]+:)?/+", "") + "\"?");
        }
        if (uri.getUserInfo() != null) {
            throw new UsageException(
                    "[SecretInline] a URL must not hold a user or password. Use -apiKey env:NAME, or -header \"Authorization: env:NAME\".");
        }
    }
}
