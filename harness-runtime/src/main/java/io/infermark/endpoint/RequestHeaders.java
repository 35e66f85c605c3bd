package io.infermark.endpoint;

import io.infermark.model.EndpointSpec;
import io.infermark.model.HeaderSpec;
import io.infermark.model.SecretRef;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The headers that every request of an endpoint carries: content type, accepted type, authorization, the user's own. {@link #REQUEST_ID} is not among them: the sender sets it
 * from {@link PreparedRequest#requestId}. Values may be secret, so only {@link #forEach} gives them away.
 */
public final class RequestHeaders {
    /** Carries {@link PreparedRequest#requestId}. */
    public static final String REQUEST_ID = "X-Request-Id";

    private static final Set<String> RESERVED = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "expect",
            "upgrade",
            "accept-encoding",
            "x-request-id");

    private final Map<String, String> headers;

    private RequestHeaders(Map<String, String> headers) {
        this.headers = headers;
    }

    /**
     * Headers of an endpoint, secrets read.
     *
     * @throws EndpointException a secret that cannot be read, {@code [HeaderReserved]} for a header that the client itself must set, {@code [HeaderMalformed]} for one that HTTP does not
     *     allow, {@code [HeaderTwice]} for two values of one
     */
    public static RequestHeaders of(EndpointSpec spec, SecretStore secrets) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "text/event-stream");
        if (!spec.apiKey().isEmpty()) {
            headers.put(
                    "Authorization",
                    "Bearer " + secrets.get(SecretRef.parse(spec.apiKey())).reveal());
        }
        Set<String> own = new HashSet<>();
        for (HeaderSpec header : spec.headers()) {
            String lower = header.name().toLowerCase(Locale.ROOT);
            check(header, lower, !spec.apiKey().isEmpty());
            if (!own.add(lower)) {
                throw EndpointException.configuration(
                        "HeaderTwice", "the header " + header.name() + " is given twice. Keep one.");
            }
            headers.keySet().removeIf(name -> name.equalsIgnoreCase(header.name()));
            headers.put(
                    header.name(),
                    header.secret()
                            ? secrets.get(SecretRef.parse(header.value())).reveal()
                            : header.value());
        }
        return new RequestHeaders(headers);
    }

    private static void check(HeaderSpec header, String lower, boolean hasKey) {
        if (RESERVED.contains(lower)) {
            throw EndpointException.configuration(
                    "HeaderReserved",
                    "the header " + header.name() + " is set by the client itself and cannot be chosen.");
        }
        if (lower.equals("authorization") && hasKey) {
            throw EndpointException.configuration(
                    "HeaderTwice", "both apiKey and a header Authorization are given. Keep one.");
        }
        boolean name = lower.chars().allMatch(c -> c > 0x20 && c < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
        boolean value = header.value().chars().allMatch(c -> c == '\t' || (c >= 0x20 && c < 0x7F));
        if (lower.isEmpty() || !name || !value) {
            throw EndpointException.configuration(
                    "HeaderMalformed",
                    "the header \"" + header.name()
                            + "\" has characters that HTTP does not allow in a name or a value.");
        }
    }

    /** Their names, in order. */
    public List<String> names() {
        return List.copyOf(headers.keySet());
    }

    /** Hands each name and value to the one place that sends them. */
    public void forEach(BiConsumer<String, String> sink) {
        headers.forEach(sink);
    }

    @Override
    public String toString() {
        return "RequestHeaders" + headers.keySet();
    }
}
