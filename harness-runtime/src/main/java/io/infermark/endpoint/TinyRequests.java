package io.infermark.endpoint;

import io.infermark.api.Protocol;
import io.infermark.model.EndpointSpec;
import io.infermark.prompt.Prompt;
import io.infermark.prompt.TokenIdPrompts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Sends requests of four output tokens until one is taken, leaving out what the server refuses, and looks at what the answer holds. So facts of a dialect that does not hold for this
 * version are corrected here and not in a window.
 */
final class TinyRequests {
    private static final int OUTPUT = 4;
    private static final int MAX_ATTEMPTS = 12;
    private static final int USUAL_VOCABULARY = 32_256;
    private static final int MIN_VOCABULARY = 500;
    private static final String TEXT = "one two three four five";
    private static final Pattern VOCABULARY =
            Pattern.compile("vocab|invalid token|token id|out of range", Pattern.CASE_INSENSITIVE);

    private final EndpointQuestions http;
    private final RequestUris uris;
    private final EndpointSpec spec;
    private final String model;
    private final List<String> notes = new ArrayList<>();
    private Capabilities capabilities;
    private int vocabulary;
    private String limitField = "max_tokens";

    TinyRequests(
            EndpointQuestions http,
            RequestUris uris,
            EndpointSpec spec,
            String model,
            Capabilities capabilities,
            int vocabulary) {
        this.http = http;
        this.uris = uris;
        this.spec = spec;
        this.model = model;
        this.capabilities = spec.protocol() == Protocol.CHAT ? capabilities.withTokenIdPrompts(false) : capabilities;
        this.vocabulary = vocabulary > 0 ? vocabulary : USUAL_VOCABULARY;
    }

    /** What stands after the last of them. */
    record Confirmed(
            Capabilities capabilities,
            List<Integer> tokenIdRange,
            String limitField,
            String fingerprint,
            DeclaredProvenance provenance,
            List<String> notes) {}

    /** The facts as documented, for who wants no request sent. */
    Confirmed unconfirmed() {
        return new Confirmed(
                capabilities,
                range(),
                limitField,
                "",
                DeclaredProvenance.UNKNOWN,
                List.of("what the server takes was not confirmed by a request"));
    }

    Confirmed confirm() {
        String route = spec.protocol() == Protocol.CHAT ? "chat/completions" : "completions";
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            RequestFields fields = RequestFields.of(spec, model, capabilities, limitField, false);
            EndpointQuestions.Answer answer = http.post(
                    uris.api(route),
                    fields.write(prompt(), OUTPUT),
                    http.options().firstRequestTimeout());
            if (answer.ok()) {
                return taken(answer, fields);
            }
            String said = http.redact(answer.message());
            if (answer.status() == 404 && said.contains(model)) {
                throw EndpointException.endpoint(
                        "ModelNotServed",
                        RequestUris.shown(answer.uri()) + " does not serve \"" + model + "\" (\"" + said + "\").");
            }
            boolean refused = answer.status() == 400 || answer.status() == 422 || answer.status() == 501;
            if (!refused || !leaveOut(said)) {
                throw StatusFailure.of(answer, spec, http);
            }
        }
        throw EndpointException.endpoint(
                "EndpointRefused",
                uris.shownApi(route) + " refused " + MAX_ATTEMPTS + " requests in a row: " + String.join("; ", notes)
                        + ".");
    }

    private Prompt prompt() {
        if (!capabilities.tokenIdPrompts()) {
            return new Prompt.Text(TEXT, 5);
        }
        List<Integer> range = range();
        int first = range.get(0);
        int last = range.get(1) - 1;
        return new Prompt.TokenIds(new int[] {first, (first + last) / 2, last});
    }

    private List<Integer> range() {
        if (!capabilities.tokenIdPrompts()) {
            return List.of();
        }
        TokenIdPrompts prompts = TokenIdPrompts.forVocabulary(vocabulary);
        return List.of(prompts.first(), prompts.end());
    }

    /** Changes the next request by what the refusal says; false if there is nothing left to change. */
    private boolean leaveOut(String said) {
        Capabilities before = capabilities;
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("max_completion_tokens") && limitField.equals("max_tokens")) {
            limitField = "max_completion_tokens";
            notes.add("the output limit is sent as max_completion_tokens, since max_tokens was refused: " + said);
            return true;
        }
        capabilities = withoutNamed(lower);
        if (!capabilities.equals(before)) {
            notes.add("fields were left out that the server refused: " + said);
            return true;
        }
        if (capabilities.tokenIdPrompts() && VOCABULARY.matcher(said).find() && vocabulary / 2 >= MIN_VOCABULARY) {
            vocabulary /= 2;
            notes.add("token ids from " + vocabulary + " on are not used, since the server refused some: " + said);
            return true;
        }
        if (capabilities.tokenIdPrompts()) {
            capabilities = capabilities.withTokenIdPrompts(false);
            notes.add("prompts are text, since the server refused token ids: " + said);
        } else if (!capabilities.equals(capabilities.standardOnly())) {
            capabilities = capabilities.standardOnly();
            notes.add("only standard fields are sent, since the server refused others: " + said);
        } else if (capabilities.includeUsage()) {
            capabilities = capabilities.withIncludeUsage(false);
            notes.add("stream_options is not sent, since the server refused the request: " + said);
        } else {
            return false;
        }
        return true;
    }

    private Capabilities withoutNamed(String lower) {
        Capabilities c = capabilities;
        boolean usage = lower.contains("stream_options") || lower.contains("include_usage");
        return new Capabilities(
                c.tokenIdPrompts(),
                c.includeUsage() && !usage,
                c.continuousUsage() && !usage && !lower.contains("continuous_usage_stats"),
                c.returnTokenIds() && !lower.contains("return_token_ids"),
                c.ignoreEos() && !lower.contains("ignore_eos"),
                c.minTokens() && !lower.contains("min_tokens"),
                c.cachePrompt() && !lower.contains("cache_prompt"),
                c.tokenize());
    }

    private Confirmed taken(EndpointQuestions.Answer answer, RequestFields fields) {
        if (!answer.header("content-type").toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
            throw EndpointException.endpoint(
                    "EndpointNotSse",
                    RequestUris.shown(answer.uri()) + " answered a streaming request with "
                            + StatusFailure.shownType(answer)
                            + " instead of an event stream. There are no token times to measure without one.");
        }
        String encoding = answer.header("content-encoding").strip();
        if (ContentEncoding.applied(encoding)) {
            throw EndpointException.endpoint(
                    "EndpointEncoded",
                    RequestUris.shown(answer.uri()) + " answered a streaming request in content encoding \"" + encoding
                            + "\", which was not asked for. Tokens of a compressed stream have no times of their own:"
                            + " switch compression off for event streams in the gateway or server.");
        }
        StreamSample sample = StreamSample.read(answer.body());
        if (!sample.error().isEmpty()) {
            throw EndpointException.endpoint(
                    "EndpointStreamError",
                    RequestUris.shown(answer.uri()) + " sent an error inside its stream: \""
                            + http.redact(sample.error()) + "\". Its log says more.");
        }
        if (sample.events() == 0) {
            throw EndpointException.endpoint(
                    "EndpointEmpty",
                    RequestUris.shown(answer.uri()) + " sent a stream without any output. Its log says why.");
        }
        correct(sample, fields);
        String header = answer.header(DeclaredProvenance.HEADER);
        return new Confirmed(
                capabilities,
                range(),
                limitField,
                sample.fingerprint(),
                header.isEmpty() ? DeclaredProvenance.UNKNOWN : DeclaredProvenance.parse(header),
                List.copyOf(notes));
    }

    private void correct(StreamSample sample, RequestFields fields) {
        if (capabilities.returnTokenIds() && !sample.idsSeen()) {
            capabilities = capabilities.withReturnTokenIds(false);
            notes.add("return_token_ids was ignored, so it is not sent");
        }
        if (capabilities.continuousUsage() && !sample.runningUsage() && sample.events() > 1) {
            capabilities = capabilities.withContinuousUsage(false);
            notes.add("continuous_usage_stats was ignored, so it is not sent");
        }
        if (sample.promptTokens() < 0) {
            notes.add("the server sends no usage, so ISL and OSL are not its own counts");
        }
        if (fields.has("ignore_eos") && sample.outputTokens() >= 0 && sample.outputTokens() < OUTPUT) {
            capabilities = capabilities.withIgnoreEos(false);
            notes.add("ignore_eos did not keep the output at its length (" + sample.outputTokens() + " of " + OUTPUT
                    + " tokens), so lengths are not enforced by it");
        }
        int added = sample.promptTokens() - 3;
        if (capabilities.tokenIdPrompts() && sample.promptTokens() >= 0 && added != 0) {
            notes.add("a prompt of 3 token ids counts " + sample.promptTokens() + " tokens in the server's usage");
            if (added < 0 || added > 2) {
                capabilities = capabilities.withTokenIdPrompts(false);
            }
        }
    }
}
