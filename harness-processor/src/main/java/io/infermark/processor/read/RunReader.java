package io.infermark.processor.read;

import io.infermark.api.Slo;
import io.infermark.api.Window;
import io.infermark.model.DurationText;
import io.infermark.model.RunSettings;
import io.infermark.model.SloSpec;
import io.infermark.model.WindowBound;
import io.infermark.processor.report.Message;
import io.infermark.processor.report.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Timeout;
import org.openjdk.jmh.annotations.Warmup;

/** Reads how points are judged and repeated: {@code @Slo}, {@code @Window} and JMH's annotations, member by member. */
final class RunReader {
    private static final int BLANK = -1;
    private static final int[] PERCENTILES = {50, 90, 99};

    private final Reading reading;
    private final List<Members> warmups;
    private final List<Members> measurements;
    private final List<Members> forks;
    private final List<Members> timeouts;
    private final Optional<Members> window;

    RunReader(Reading reading) {
        this.reading = reading;
        this.warmups = reading.everyLevel(Warmup.class.getName());
        this.measurements = reading.everyLevel(Measurement.class.getName());
        this.forks = reading.everyLevel(Fork.class.getName());
        this.timeouts = reading.everyLevel(Timeout.class.getName());
        this.window = reading.nearest(Window.class.getName());
    }

    SloSpec slo() {
        Optional<Members> found = reading.nearest(Slo.class.getName());
        if (found.isEmpty()) {
            return SloSpec.NONE;
        }
        Members members = found.get();
        reading.place("slo", members.place());
        List<SloSpec.Bound> bounds = new ArrayList<>();
        for (SloSpec.Metric metric : SloSpec.Metric.values()) {
            for (int percentile : PERCENTILES) {
                String name = metric.label() + "P" + percentile;
                String text = members.text(name);
                reading.place("slo." + name, members.place(name));
                if (text.isEmpty()) {
                    continue;
                }
                try {
                    bounds.add(new SloSpec.Bound(metric, percentile, DurationText.parse(text)));
                } catch (IllegalArgumentException e) {
                    reading.unreadable("slo." + name, members.place(name), Message.DURATION_MALFORMED, e);
                }
            }
        }
        return new SloSpec(bounds);
    }

    RunSettings run() {
        RunSettings defaults = RunSettings.DEFAULT;
        window.ifPresent(members -> {
            reading.place("window", members.place());
            for (String name : List.of("requestsPerConcurrency", "requests", "minRequests")) {
                reading.place("window." + name, members.place(name));
            }
            for (String name : List.of("warmupRequestsPerConcurrency", "warmupRequests")) {
                reading.place("window." + name, members.place(name));
            }
        });
        refuseMember(warmups, "batchSize");
        refuseMember(measurements, "batchSize");
        refuseMember(forks, "jvm");
        return new RunSettings(
                number(forks, "value", "fork", defaults.forks()),
                number(forks, "warmups", "fork.warmups", defaults.warmupForks()),
                number(warmups, "iterations", "warmup.iterations", defaults.warmupIterations()),
                bound("warmup", warmups, "warmupRequests", "warmupRequestsPerConcurrency", defaults.warmup()),
                number(measurements, "iterations", "measurement.iterations", defaults.iterations()),
                bound("measurement", measurements, "requests", "requestsPerConcurrency", defaults.measurement()),
                timeout(defaults.iterationTimeout()),
                window.map(members -> members.number("minRequests")).orElse(defaults.minRequests()),
                jvmArgs());
    }

    private int number(List<Members> levels, String member, String path, int fallback) {
        for (Members members : levels) {
            int value = members.number(member);
            if (value != BLANK) {
                reading.place(path, members.place(member));
                return value;
            }
        }
        return fallback;
    }

    /** The nearest level that bounds the window, by time or by requests, decides; both at one level contradict each other. */
    private WindowBound bound(
            String path, List<Members> timed, String requests, String perConcurrency, WindowBound fallback) {
        boolean windowCounts = window.isPresent()
                && (window.get().stated(requests) || window.get().stated(perConcurrency));
        for (Lineage.Level level : reading.lineage().levels()) {
            Optional<Members> time = timed.stream()
                    .filter(members ->
                            members.place().element().equals(level.element()) && members.number("time") != BLANK)
                    .findFirst();
            boolean counted = windowCounts && window.get().place().element().equals(level.element());
            if (time.isPresent() && counted) {
                String counting = window.get().stated(requests) ? requests : perConcurrency;
                Place place = window.get().place(counting);
                reading.unreadable(path, place, Message.WINDOW_BOTH, path, counting);
                return fallback;
            }
            if (time.isPresent()) {
                Members members = time.get();
                reading.place(path + ".time", members.place("time"));
                TimeUnit unit = members.constant("timeUnit", TimeUnit.class, TimeUnit.SECONDS);
                return new WindowBound.Time(Duration.of(members.number("time"), unit.toChronoUnit()));
            }
            if (counted) {
                return counted(path, window.get(), requests, perConcurrency);
            }
        }
        return fallback;
    }

    private WindowBound counted(String path, Members members, String requests, String perConcurrency) {
        boolean absolute = members.stated(requests) && members.number(requests) != BLANK;
        String member = absolute ? requests : perConcurrency;
        if (absolute && members.stated(perConcurrency)) {
            reading.unreadable(
                    path, members.place(perConcurrency), Message.WINDOW_REQUESTS_TWICE, requests, perConcurrency);
        }
        reading.place(path + ".requests", members.place(member));
        int value = members.number(member);
        return absolute ? new WindowBound.Requests(value) : new WindowBound.PerConcurrency(value);
    }

    private Duration timeout(Duration fallback) {
        for (Members members : timeouts) {
            int time = members.number("time");
            if (time != BLANK) {
                reading.place("timeout", members.place("time"));
                TimeUnit unit = members.constant("timeUnit", TimeUnit.class, TimeUnit.SECONDS);
                return Duration.of(time, unit.toChronoUnit());
            }
        }
        return fallback;
    }

    private List<String> jvmArgs() {
        List<String> arguments = new ArrayList<>();
        for (String member : List.of("jvmArgsPrepend", "jvmArgs", "jvmArgsAppend")) {
            for (Members members : forks) {
                List<String> values =
                        members.texts(member).stream().map(Members.Item::value).toList();
                if (!values.equals(List.of(Fork.BLANK_ARGS))) {
                    arguments.addAll(values);
                    break;
                }
            }
        }
        return arguments;
    }

    private void refuseMember(List<Members> levels, String member) {
        for (Members members : levels) {
            if (members.stated(member)) {
                String annotation = Reading.simpleName(members.place().path().annotationType());
                reading.problems()
                        .add(
                                Message.JMH_MEMBER,
                                members.place(member),
                                annotation,
                                member,
                                member.toLowerCase(Locale.ROOT).equals("jvm")
                                        ? "The load generator runs on the harness's own JVM; use jvmArgs for its options"
                                        : "Bound the window by time or by @Window's requests");
            }
        }
    }
}
