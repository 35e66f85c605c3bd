package io.infermark.run;

import io.infermark.api.Protocol;
import io.infermark.model.DurationText;
import io.infermark.model.HeaderSpec;
import io.infermark.model.Suggestion;
import io.infermark.plan.Overrides;
import io.infermark.plan.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link OptionsBuilder} that says which of the declared points are measured, and what of their declarations is overridden: what {@link Overrides} holds.
 *
 * @param <B> the builder itself, so that calls can be chained
 */
public abstract sealed class OverridesBuilder<B extends OverridesBuilder<B>> permits OptionsBuilder {
    private final List<String> includes = new ArrayList<>();
    private final List<String> excludes = new ArrayList<>();
    private final Map<String, List<String>> axes = new LinkedHashMap<>();
    private int forks = -1;
    private int warmupForks = -1;
    private int warmupIterations = -1;
    private int iterations = -1;
    private @Nullable Duration warmupTime;
    private @Nullable Duration measurementTime;
    private int warmupRequests = -1;
    private int requests = -1;
    private @Nullable Duration iterationTimeout;
    private @Nullable Duration startTimeout;
    private final List<String> urls = new ArrayList<>();
    private @Nullable String model;
    private @Nullable Protocol protocol;
    private @Nullable String basePath;
    private @Nullable String apiKey;
    private final List<HeaderSpec> headers = new ArrayList<>();
    private final Map<String, String> body = new LinkedHashMap<>();
    private final List<String> removeBody = new ArrayList<>();
    private @Nullable String caCertificate;
    private @Nullable String clientCertificate;
    private boolean inferencex;

    OverridesBuilder() {}

    abstract B self();

    /** Selects points by a regular expression that is searched in their ids; repeatable. */
    public final B include(String regex) {
        includes.add(regex);
        return self();
    }

    /** Selects the points of a class. */
    public final B include(Class<?> benchmark) {
        return include("^" + java.util.regex.Pattern.quote(benchmark.getName()) + "\\[");
    }

    /** Drops points by a regular expression. */
    public final B exclude(String regex) {
        excludes.add(regex);
        return self();
    }

    /** Narrows an axis to some of its declared values; said again for an axis, it adds values. */
    public final B axis(String name, String... values) {
        axes.computeIfAbsent(name, key -> new ArrayList<>()).addAll(List.of(values));
        return self();
    }

    /** Fresh servers and load generators for each point; 0: the generator runs in this JVM. */
    public final B forks(int count) {
        forks = notNegative("-f", count);
        return self();
    }

    /** Forks that are run first and thrown away. */
    public final B warmupForks(int count) {
        warmupForks = notNegative("-wf", count);
        return self();
    }

    /** Warm-up windows of each fork. */
    public final B warmupIterations(int count) {
        warmupIterations = notNegative("-wi", count);
        return self();
    }

    /** Measured windows of each fork, at least one. */
    public final B measurementIterations(int count) {
        if (count < 1) {
            throw new UsageException(
                    "[CountTooSmall] -i " + count + ": a point needs at least one measured iteration.");
        }
        iterations = count;
        return self();
    }

    /** Bounds warm-up windows by time. */
    public final B warmupTime(String time) {
        warmupTime = duration("-w", time);
        return self();
    }

    /** Bounds measured windows by time. */
    public final B measurementTime(String time) {
        measurementTime = duration("-r", time);
        return self();
    }

    /** Bounds warm-up windows by requests. */
    public final B warmupRequests(int count) {
        warmupRequests = positive("-warmupRequests", count);
        return self();
    }

    /** Bounds measured windows by requests. */
    public final B requests(int count) {
        requests = positive("-requests", count);
        return self();
    }

    /** Deadline of one iteration. */
    public final B timeout(String time) {
        iterationTimeout = duration("-to", time);
        return self();
    }

    /** Deadline of a server's start. */
    public final B startTimeout(String time) {
        startTimeout = duration("-sto", time);
        return self();
    }

    /** Uses a running server; repeatable, round robin. */
    public final B server(String url) {
        urls.add(url);
        return self();
    }

    /** The name that requests carry. */
    public final B model(String name) {
        model = name;
        return self();
    }

    /** Which request form is used. */
    public final B protocol(Protocol value) {
        protocol = value;
        return self();
    }

    /** Path before {@code /completions}. */
    public final B basePath(String path) {
        basePath = path;
        return self();
    }

    /** Where the API key is: {@code env:NAME} or {@code file:/path}. */
    public final B apiKey(String reference) {
        try {
            apiKey = io.infermark.model.SecretRef.parse(reference).toString();
        } catch (IllegalArgumentException e) {
            throw new UsageException("-apiKey: " + e.getMessage(), e);
        }
        return self();
    }

    /** A further header, {@code Name: value}. */
    public final B header(String header) {
        try {
            headers.add(HeaderSpec.parse(header));
        } catch (IllegalArgumentException e) {
            throw new UsageException("-header: " + e.getMessage(), e);
        }
        return self();
    }

    /** A further body field; the value is JSON. */
    public final B body(String name, String json) {
        body.put(name, json);
        return self();
    }

    /** A body field that must not be sent. */
    public final B removeBody(String name) {
        removeBody.add(name);
        return self();
    }

    /** PEM file with the authorities to trust. */
    public final B caCertificate(String file) {
        caCertificate = file;
        return self();
    }

    /** PEM files of a client certificate and its key, {@code cert.pem,key.pem}. */
    public final B clientCertificate(String files) {
        clientCertificate = files;
        return self();
    }

    /** Measures in the way of another client; {@code inferencex} is the only one. Its seed is 0 unless another is given. */
    public final B compat(String client) {
        if (!client.equals("inferencex")) {
            throw new UsageException("[CompatUnknown] -compat " + client + " is unknown."
                    + Suggestion.sentence(client, List.of("inferencex")));
        }
        inferencex = true;
        return self();
    }

    /** What was overridden. */
    final Overrides overrides() {
        return new Overrides(
                includes,
                excludes,
                axes,
                forks,
                warmupForks,
                warmupIterations,
                iterations,
                warmupTime,
                measurementTime,
                warmupRequests,
                requests,
                iterationTimeout,
                startTimeout,
                urls,
                model,
                protocol,
                basePath,
                apiKey,
                headers,
                body,
                removeBody,
                caCertificate,
                clientCertificate,
                inferencex);
    }

    static Duration duration(String option, String text) {
        try {
            return DurationText.parse(text.strip().matches("[0-9.]+") ? text + " s" : text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage(), e);
        }
    }

    static int positive(String option, int value) {
        if (value < 1) {
            throw new UsageException("[CountTooSmall] " + option + " " + value + " must be at least 1.");
        }
        return value;
    }

    static int notNegative(String option, int value) {
        if (value < 0) {
            throw new UsageException("[CountTooSmall] " + option + " " + value + " must not be negative.");
        }
        return value;
    }
}
