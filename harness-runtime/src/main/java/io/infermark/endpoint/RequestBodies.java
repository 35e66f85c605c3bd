package io.infermark.endpoint;

import io.infermark.api.Protocol;
import io.infermark.model.WorkloadSpec;
import io.infermark.prompt.InferencexPrompts;
import io.infermark.prompt.LengthPlan;
import io.infermark.prompt.Prompt;
import io.infermark.prompt.PromptSource;
import io.infermark.prompt.PromptWindow;
import io.infermark.spi.Endpoint;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Builds the requests of one window. Immutable, and {@link #prepare} is a pure function of the index: bodies can be built by any thread, in any order, more than once.
 */
public final class RequestBodies {
    private final List<URI> uris;
    private final RequestHeaders headers;
    private final RequestFields fields;
    private final PromptSource prompts;
    private final PromptWindow window;
    private final LengthPlan lengths;
    private final String idPrefix;

    private RequestBodies(
            List<URI> uris,
            RequestHeaders headers,
            RequestFields fields,
            PromptSource prompts,
            PromptWindow window,
            LengthPlan lengths) {
        this.uris = uris;
        this.headers = headers;
        this.fields = fields;
        this.prompts = prompts;
        this.window = window;
        this.lengths = lengths;
        this.idPrefix = "im-" + String.format("%016x", window.stream()) + "-";
    }

    /**
     * Requests for one window of an endpoint.
     *
     * @param prompts from {@link EndpointPrompts#open}
     * @param prefixCache whether the prefix cache is wanted; if not, requests say so to servers that listen
     * @throws EndpointException for options that make no request (secrets, headers, body fields, URLs), {@code [ContextTooLong]} if the longest prompt and output exceed what the
     *     server can hold
     */
    public static RequestBodies of(
            Endpoint endpoint,
            EndpointFacts facts,
            SecretStore secrets,
            PromptSource prompts,
            WorkloadSpec workload,
            TokenCounting counting,
            boolean prefixCache,
            PromptWindow window) {
        if (facts.maxModelLen() > 0 && workload.isl() + workload.osl() > facts.maxModelLen()) {
            throw EndpointException.endpoint(
                    "ContextTooLong",
                    "isl " + workload.isl() + " + osl " + workload.osl() + " exceeds the " + facts.maxModelLen()
                            + " tokens that " + facts.model()
                            + " is served with. Choose shorter lengths, or serve it with a longer context.");
        }
        String route = endpoint.options().protocol() == Protocol.CHAT ? "chat/completions" : "completions";
        List<URI> uris = endpoint.urls().stream()
                .map(url -> new RequestUris(url, endpoint.options().basePath(), secrets).api(route))
                .toList();
        RequestFields fields = prompts instanceof InferencexPrompts
                ? RequestFields.inferencex(endpoint.options(), facts.model())
                : RequestFields.of(
                        endpoint.options(),
                        facts.model(),
                        facts.capabilities(),
                        facts.outputLimitField(),
                        counting,
                        prefixCache);
        return new RequestBodies(
                uris,
                RequestHeaders.of(endpoint.options(), secrets),
                fields,
                prompts,
                window,
                new LengthPlan(workload, window));
    }

    /** Request {@code index}, from 0. */
    public PreparedRequest prepare(int index) {
        int output = prompts instanceof InferencexPrompts dataSet
                ? dataSet.outputTokens(window, index)
                : lengths.outputTokens(index);
        Prompt prompt = prompts.prompt(window, index, lengths.inputTokens(index));
        int url = index % uris.size();
        return new PreparedRequest(
                index, uris.get(url), url, fields.write(prompt, output), idPrefix + index, prompt.tokens(), output);
    }

    /**
     * The first {@code count} requests, each built when the iterator comes to it: whoever iterates ahead of the sends, within a bound of bytes, has every body ready before its slot and
     * never the whole window in memory.
     *
     * @param count {@link Integer#MAX_VALUE} where time ends the window
     */
    public Iterable<PreparedRequest> requests(int count) {
        return () -> IntStream.range(0, count).mapToObj(this::prepare).iterator();
    }

    /** What all of them carry. */
    public RequestHeaders headers() {
        return headers;
    }

    /** Addresses, by {@link PreparedRequest#urlIndex}; not to be printed. */
    public List<URI> uris() {
        return uris;
    }

    /** Names of the fields that are sent, nested ones with a dot. */
    public List<String> fieldNames() {
        return fields.names();
    }

    /** Those of the fields that make answers longer, which a result must name. */
    public List<String> wireOptions() {
        return fields.wireOptions();
    }

    /** Whether outputs are forced to their planned length. */
    public boolean fixedOutputLength() {
        return fields.fixesOutputLength();
    }

    /** Where the prompts come from. */
    public PromptSource prompts() {
        return prompts;
    }
}
