package io.infermark.plan;

import io.infermark.api.Protocol;
import io.infermark.model.EndpointSpec;
import io.infermark.model.HeaderSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line, or the options builder, says against the declaration. Null and -1 mean "as declared".
 *
 * @param includes regular expressions, searched in point ids; none: everything
 * @param excludes regular expressions that drop points
 * @param axes values that an axis is narrowed to
 * @param urls running servers to use in place of starting one; none: start it
 * @param body further body fields
 * @param inferencex whether windows, prompts, requests and upstream figures follow InferenceX's client
 */
public record Overrides(
        List<String> includes,
        List<String> excludes,
        Map<String, List<String>> axes,
        int forks,
        int warmupForks,
        int warmupIterations,
        int iterations,
        @Nullable Duration warmupTime,
        @Nullable Duration measurementTime,
        int warmupRequests,
        int requests,
        @Nullable Duration iterationTimeout,
        @Nullable Duration startTimeout,
        List<String> urls,
        @Nullable String model,
        @Nullable Protocol protocol,
        @Nullable String basePath,
        @Nullable String apiKey,
        List<HeaderSpec> headers,
        Map<String, String> body,
        List<String> removeBody,
        @Nullable String caCertificate,
        @Nullable String clientCertificate,
        boolean inferencex) {

    /** As declared. */
    public static final Overrides NONE = new Overrides(
            List.of(), List.of(), Map.of(), -1, -1, -1, -1, null, null, -1, -1, null, null, List.of(), null, null, null,
            null, List.of(), Map.of(), List.of(), null, null, false);

    public Overrides {
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
        axes = Map.copyOf(axes);
        urls = List.copyOf(urls);
        headers = List.copyOf(headers);
        body = Map.copyOf(body);
        removeBody = List.copyOf(removeBody);
        if (inferencex && (measurementTime != null || warmupTime != null)) {
            throw new UsageException(
                    "[CompatWindow] -compat inferencex measures a number of requests, so -r and -w have no"
                            + " place in it. Use -requests and -warmupRequests.");
        }
        if (measurementTime != null && requests >= 0) {
            throw new UsageException(
                    "[WindowTwice] -r bounds a measured window by time and -requests by requests. Give one of them.");
        }
        if (warmupTime != null && warmupRequests >= 0) {
            throw new UsageException(
                    "[WindowTwice] -w bounds a warm-up window by time and -warmupRequests by requests. Give one of them.");
        }
    }

    /** Request options as declared, with what these say against them. */
    public EndpointSpec applyTo(EndpointSpec e) {
        List<HeaderSpec> allHeaders = new ArrayList<>(e.headers());
        allHeaders.addAll(headers);
        Map<String, String> allBody = new LinkedHashMap<>(e.body());
        allBody.putAll(body);
        List<String> allRemoved = new ArrayList<>(e.removeBody());
        allRemoved.addAll(removeBody);
        return new EndpointSpec(
                urls.isEmpty() ? e.urls() : urls,
                orElse(protocol, e.protocol()),
                orElse(basePath, e.basePath()),
                orElse(apiKey, e.apiKey()),
                allHeaders,
                allBody,
                allRemoved,
                orElse(caCertificate, e.caCertificate()),
                orElse(clientCertificate, e.clientCertificate()));
    }

    private static <T> T orElse(@Nullable T override, T declared) {
        return override != null ? override : declared;
    }
}
