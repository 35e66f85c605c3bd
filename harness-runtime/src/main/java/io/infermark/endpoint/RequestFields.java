package io.infermark.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.infermark.api.Protocol;
import io.infermark.compat.ClientBackend;
import io.infermark.model.EndpointSpec;
import io.infermark.prompt.Prompt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which fields a body has, decided once; {@link #write} then only fills prompt and output length in. */
final class RequestFields {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> NEEDED = Set.of("model", "prompt", "messages", "stream");

    private final String model;
    private final Protocol protocol;
    private final Map<String, String> constants;
    private final List<String> outputFields;

    private RequestFields(String model, Protocol protocol, Map<String, String> constants, List<String> outputFields) {
        this.model = model;
        this.protocol = protocol;
        this.constants = constants;
        this.outputFields = outputFields;
    }

    /** The fields for a server with these capabilities; {@code spec} adds and removes. */
    static RequestFields of(
            EndpointSpec spec,
            String model,
            Capabilities capabilities,
            String outputLimitField,
            TokenCounting counting,
            boolean prefixCache) {
        boolean continuous = capabilities.continuousUsage()
                && (counting == TokenCounting.AUTO || counting == TokenCounting.CONTINUOUS);
        boolean ids = capabilities.returnTokenIds()
                && (counting == TokenCounting.IDS || (counting == TokenCounting.AUTO && !continuous));
        return of(
                spec,
                model,
                capabilities.withContinuousUsage(continuous).withReturnTokenIds(ids),
                outputLimitField,
                prefixCache);
    }

    /** The fields that InferenceX's client sends, whatever the server can; {@code spec} adds and removes. */
    static RequestFields inferencex(EndpointSpec spec, String model) {
        ClientBackend backend = spec.protocol() == Protocol.CHAT ? ClientBackend.CHAT : ClientBackend.COMPLETIONS;
        Map<String, String> fields = new LinkedHashMap<>(backend.constantFields());
        fields.put("ignore_eos", "true");
        List<String> outputFields = new ArrayList<>(List.of(backend.outputField()));
        remove(spec.removeBody(), fields, outputFields);
        add(spec.body(), fields, outputFields);
        return new RequestFields(model, spec.protocol(), grouped(fields), List.copyOf(outputFields));
    }

    /** The fields for everything that {@code capabilities} has, both ways of counting included. */
    static RequestFields of(
            EndpointSpec spec, String model, Capabilities capabilities, String outputLimitField, boolean prefixCache) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("temperature", "0");
        fields.put("stream", "true");
        if (capabilities.includeUsage()) {
            fields.put("stream_options.include_usage", "true");
        }
        if (capabilities.continuousUsage()) {
            fields.put("stream_options.continuous_usage_stats", "true");
        }
        if (capabilities.ignoreEos()) {
            fields.put("ignore_eos", "true");
        }
        if (capabilities.returnTokenIds()) {
            fields.put("return_token_ids", "true");
        }
        if (capabilities.cachePrompt() && !prefixCache) {
            fields.put("cache_prompt", "false");
        }
        List<String> outputFields = new ArrayList<>(List.of(outputLimitField));
        if (capabilities.minTokens() && !capabilities.ignoreEos()) {
            outputFields.add("min_tokens");
        }
        remove(spec.removeBody(), fields, outputFields);
        add(spec.body(), fields, outputFields);
        return new RequestFields(model, spec.protocol(), grouped(fields), List.copyOf(outputFields));
    }

    /** Stream options last and together, since they are written as one object. */
    private static Map<String, String> grouped(Map<String, String> fields) {
        Map<String, String> grouped = new LinkedHashMap<>();
        fields.forEach((name, json) -> {
            if (!name.startsWith("stream_options.")) {
                grouped.put(name, json);
            }
        });
        fields.forEach(grouped::putIfAbsent);
        return grouped;
    }

    private static void remove(List<String> names, Map<String, String> fields, List<String> outputFields) {
        for (String name : names) {
            if (NEEDED.contains(name)) {
                throw EndpointException.configuration(
                        "BodyFieldNeeded",
                        "the body field \"" + name + "\" cannot be removed: without it there is no stream to measure.");
            }
            fields.keySet().removeIf(field -> field.equals(name) || field.startsWith(name + "."));
            outputFields.remove(name);
        }
    }

    private static void add(Map<String, String> extra, Map<String, String> fields, List<String> outputFields) {
        extra.forEach((name, json) -> {
            if (NEEDED.contains(name)) {
                throw EndpointException.configuration(
                        "BodyFieldNeeded", "the body field \"" + name + "\" is made by the harness and cannot be set.");
            }
            checkJson(name, json);
            fields.keySet().removeIf(field -> field.equals(name) || field.startsWith(name + "."));
            outputFields.remove(name);
            fields.put(name, json);
        });
    }

    private static void checkJson(String name, String json) {
        boolean good = !name.isEmpty();
        try (JsonParser parser = JSON.createParser(json)) {
            JsonToken first = parser.nextToken();
            good &= first != null;
            parser.skipChildren();
            good &= parser.nextToken() == null;
        } catch (IOException e) {
            good = false;
        }
        if (!good) {
            throw EndpointException.configuration(
                    "BodyFieldMalformed",
                    "the value of the body field \"" + name + "\" is no JSON value. Text needs quotes: " + name
                            + "=\"text\".");
        }
    }

    /** Names as sent, nested ones with a dot; for the result. */
    List<String> names() {
        List<String> names = new ArrayList<>(List.of("model", protocol == Protocol.CHAT ? "messages" : "prompt"));
        names.addAll(outputFields);
        names.addAll(constants.keySet());
        return List.copyOf(names);
    }

    /** Those that make answers longer. */
    List<String> wireOptions() {
        return names().stream()
                .filter(Set.of(
                        "stream_options.continuous_usage_stats",
                        "return_token_ids",
                        "logprobs",
                        "top_logprobs",
                        "timings_per_token",
                        "return_progress")::contains)
                .toList();
    }

    boolean has(String name) {
        return constants.containsKey(name) || outputFields.contains(name);
    }

    /** Whether an output is forced to the length that is asked for. A body field of the user's may ask for the contrary, or for another length. */
    boolean fixesOutputLength() {
        return "true".equals(constants.getOrDefault("ignore_eos", "").strip()) || outputFields.contains("min_tokens");
    }

    /** The body for a prompt. */
    byte[] write(Prompt prompt, int outputTokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + 6 * prompt.tokens());
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("model", model);
            writePrompt(json, prompt);
            for (String field : outputFields) {
                json.writeNumberField(field, outputTokens);
            }
            boolean nested = false;
            for (Map.Entry<String, String> field : constants.entrySet()) {
                int dot = field.getKey().indexOf('.');
                boolean option = field.getKey().startsWith("stream_options.");
                if (option && !nested) {
                    json.writeObjectFieldStart("stream_options");
                }
                nested |= option;
                json.writeFieldName(option ? field.getKey().substring(dot + 1) : field.getKey());
                json.writeRawValue(field.getValue());
            }
            if (nested) {
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private void writePrompt(JsonGenerator json, Prompt prompt) throws IOException {
        if (protocol == Protocol.CHAT) {
            json.writeArrayFieldStart("messages");
            json.writeStartObject();
            json.writeStringField("role", "user");
            json.writeStringField("content", text(prompt));
            json.writeEndObject();
            json.writeEndArray();
        } else if (prompt instanceof Prompt.TokenIds ids) {
            json.writeFieldName("prompt");
            json.writeArray(ids.ids(), 0, ids.ids().length);
        } else {
            json.writeStringField("prompt", text(prompt));
        }
    }

    private static String text(Prompt prompt) {
        if (prompt instanceof Prompt.Text text) {
            return text.text();
        }
        throw new IllegalArgumentException(
                "[PromptKind] chat messages are text, but the prompts are token ids. Choose another prompt source.");
    }
}
