package io.infermark.sse;

import static io.infermark.sse.JsonCursor.ascii;

import io.infermark.record.RequestRecord;

/**
 * Reads one JSON payload into a {@link Chunk} in one pass without allocation. Knows by nesting the shapes of OpenAI's completions and chat chunks; root members
 * that it does not know go to {@link NativeMembers}. Every other member is skipped, so a key inside another object, or inside text, means nothing.
 */
final class ChunkReader {
    private static final byte[] CHOICES = ascii("choices");
    private static final byte[] USAGE = ascii("usage");
    private static final byte[] ERROR = ascii("error");
    private static final byte[] OBJECT = ascii("object");
    private static final byte[] TIMINGS = ascii("timings");
    private static final byte[] INDEX = ascii("index");
    private static final byte[] TEXT = ascii("text");
    private static final byte[] DELTA = ascii("delta");
    private static final byte[] TOKEN_IDS = ascii("token_ids");
    private static final byte[] LOGPROBS = ascii("logprobs");
    private static final byte[] TOKENS = ascii("tokens");
    private static final byte[] FINISH_REASON = ascii("finish_reason");
    private static final byte[] CONTENT = ascii("content");
    private static final byte[] REASONING = ascii("reasoning");
    private static final byte[] REASONING_CONTENT = ascii("reasoning_content");
    private static final byte[] REFUSAL = ascii("refusal");
    private static final byte[] TOOL_CALLS = ascii("tool_calls");
    private static final byte[] FUNCTION_CALL = ascii("function_call");
    private static final byte[] FUNCTION = ascii("function");
    private static final byte[] NAME = ascii("name");
    private static final byte[] ARGUMENTS = ascii("arguments");
    private static final byte[] COMPLETION_TOKENS = ascii("completion_tokens");
    private static final byte[] PROMPT_TOKENS = ascii("prompt_tokens");
    private static final byte[] PROMPT_TOKENS_DETAILS = ascii("prompt_tokens_details");
    private static final byte[] CACHED_TOKENS = ascii("cached_tokens");
    private static final byte[] CACHE_N = ascii("cache_n");
    private static final byte[] PROMPT_N = ascii("prompt_n");
    private static final byte[] PROMPT_MS = ascii("prompt_ms");
    private static final byte[] PREDICTED_N = ascii("predicted_n");
    private static final byte[] PREDICTED_MS = ascii("predicted_ms");

    private final JsonCursor json = new JsonCursor();
    private final EventTemplate template;
    private final NativeMembers natives;

    /** A reader that notes for the template what may change from event to event. */
    ChunkReader(EventTemplate template) {
        this.template = template;
        natives = new NativeMembers(json, template);
    }

    /** Fills the chunk. After a syntax error its content must not be used. */
    void read(byte[] payload, int from, int to, Chunk chunk) throws JsonSyntaxException {
        chunk.clear();
        template.begin();
        json.over(payload, from, to);
        switch (json.peek()) {
            case '{' -> root(chunk);
            case 'n' -> chunk.isNull = json.readsNull();
            default -> json.skipValue();
        }
        json.expectEnd();
    }

    private void root(Chunk chunk) throws JsonSyntaxException {
        natives.clear();
        for (boolean more = json.openObject(); more; more = json.nextMember()) {
            if (json.keyIs(CHOICES)) {
                choices(chunk);
            } else if (json.keyIs(USAGE)) {
                usage(chunk);
            } else if (json.keyIs(ERROR)) {
                chunk.isError |= error();
            } else if (json.keyIs(OBJECT)) {
                chunk.isError |= json.readsText() && json.textIs(ERROR);
            } else if (json.keyIs(TIMINGS)) {
                timings(chunk);
            } else {
                natives.member(chunk);
            }
        }
        if (chunk.choices == 0) {
            natives.addTo(chunk);
        } else {
            natives.passOver();
        }
    }

    /** An error is any value but {@code null}, {@code false} and the empty string. */
    private boolean error() throws JsonSyntaxException {
        byte first = json.peek();
        if (first == '"') {
            return json.readsText();
        }
        json.skipValue();
        return first != 'n' && first != 'f';
    }

    private void choices(Chunk chunk) throws JsonSyntaxException {
        if (json.peek() != '[') {
            json.skipValue();
            return;
        }
        for (boolean more = json.openArray(); more; more = json.nextElement()) {
            if (json.peek() == '{') {
                choice(chunk, chunk.addChoice());
            } else {
                json.skipValue();
            }
        }
    }

    private void choice(Chunk chunk, int c) throws JsonSyntaxException {
        for (boolean more = json.openObject(); more; more = json.nextMember()) {
            if (json.keyIs(DELTA)) {
                delta(chunk, c);
            } else if (json.keyIs(TEXT)) {
                text(chunk, c, RequestRecord.VISIBLE);
            } else if (json.keyIs(INDEX)) {
                chunk.index[c] = readNotedCount(EventTemplate.INDEX);
            } else if (json.keyIs(TOKEN_IDS)) {
                chunk.ids[c] = countIds();
            } else if (json.keyIs(LOGPROBS)) {
                chunk.logprobs[c] = logprobs();
            } else if (json.keyIs(FINISH_REASON)) {
                if (json.readsText()) {
                    chunk.finish(c, FinishKind.of(json), json.textFrom, json.textTo);
                }
            } else {
                json.skipValue();
            }
        }
    }

    private void delta(Chunk chunk, int c) throws JsonSyntaxException {
        if (json.peek() != '{') {
            json.skipValue();
            return;
        }
        for (boolean more = json.openObject(); more; more = json.nextMember()) {
            if (json.keyIs(CONTENT) || json.keyIs(REFUSAL)) {
                text(chunk, c, RequestRecord.VISIBLE);
            } else if (json.keyIs(REASONING_CONTENT) || json.keyIs(REASONING)) {
                text(chunk, c, RequestRecord.VISIBLE | RequestRecord.REASONING);
            } else if (json.keyIs(TOOL_CALLS)) {
                toolCalls(chunk, c);
            } else if (json.keyIs(FUNCTION_CALL)) {
                function(chunk, c);
            } else {
                json.skipValue();
            }
        }
    }

    /** A text, or a non-empty array of parts, which some servers send for {@code content}. */
    private void text(Chunk chunk, int c, int flag) throws JsonSyntaxException {
        boolean isString = json.peek() == '"';
        boolean some = json.peek() == '[' ? json.countElements() > 0 : json.readsText();
        if (isString) {
            template.note(EventTemplate.TEXT, flag, json.textFrom, json.textTo);
        } else if (some) {
            template.forbid();
        }
        if (some) {
            chunk.addText(c, flag);
        }
    }

    private int countIds() throws JsonSyntaxException {
        boolean isArray = json.peek() == '[';
        int start = json.position() + 1;
        int count = json.countElements();
        if (isArray) {
            template.note(EventTemplate.IDS, 0, start, json.position() - 1);
        }
        return count;
    }

    /** An array of calls; older TGI sends one call without the array. */
    private void toolCalls(Chunk chunk, int c) throws JsonSyntaxException {
        if (json.peek() != '[') {
            toolCall(chunk, c);
            return;
        }
        for (boolean more = json.openArray(); more; more = json.nextElement()) {
            toolCall(chunk, c);
        }
    }

    private void toolCall(Chunk chunk, int c) throws JsonSyntaxException {
        if (json.peek() != '{') {
            json.skipValue();
            return;
        }
        for (boolean more = json.openObject(); more; more = json.nextMember()) {
            if (json.keyIs(FUNCTION)) {
                function(chunk, c);
            } else {
                json.skipValue();
            }
        }
    }

    /** The name of a function was generated as much as its arguments were. */
    private void function(Chunk chunk, int c) throws JsonSyntaxException {
        if (json.peek() != '{') {
            json.skipValue();
            return;
        }
        for (boolean more = json.openObject(); more; more = json.nextMember()) {
            if (json.keyIs(NAME) || json.keyIs(ARGUMENTS)) {
                text(chunk, c, RequestRecord.TOOL);
            } else {
                json.skipValue();
            }
        }
    }

    /** Entries of either form: {@code content} (chat, and llama.cpp everywhere) or {@code tokens} (legacy completions). */
    private int logprobs() throws JsonSyntaxException {
        if (json.peek() != '{') {
            json.skipValue();
            return -1;
        }
        int entries = -1;
        for (boolean more = json.openObject(); more; more = json.nextMember()) {
            if (json.keyIs(CONTENT) || json.keyIs(TOKENS)) {
                entries = Math.max(entries, json.countElements());
            } else {
                json.skipValue();
            }
        }
        return entries;
    }

    private void usage(Chunk chunk) throws JsonSyntaxException {
        if (json.peek() != '{') {
            json.skipValue();
            return;
        }
        for (boolean more = json.openObject(); more; more = json.nextMember()) {
            if (json.keyIs(COMPLETION_TOKENS)) {
                chunk.usageOutput = readNotedCount(EventTemplate.OUTPUT);
            } else if (json.keyIs(PROMPT_TOKENS)) {
                chunk.usageInput = json.readCount();
            } else if (json.keyIs(PROMPT_TOKENS_DETAILS)) {
                chunk.usageCached = cachedTokens();
            } else {
                readNotedCount(EventTemplate.OTHER_COUNT);
            }
        }
    }

    private int readNotedCount(int kind) throws JsonSyntaxException {
        json.peek();
        int start = json.position();
        int count = json.readCount();
        if (count >= 0) {
            template.note(kind, 0, start, json.position());
        }
        return count;
    }

    private int cachedTokens() throws JsonSyntaxException {
        if (json.peek() != '{') {
            json.skipValue();
            return -1;
        }
        int cached = -1;
        for (boolean more = json.openObject(); more; more = json.nextMember()) {
            if (json.keyIs(CACHED_TOKENS)) {
                cached = json.readCount();
            } else {
                json.skipValue();
            }
        }
        return cached;
    }

    private void timings(Chunk chunk) throws JsonSyntaxException {
        if (json.peek() != '{') {
            json.skipValue();
            return;
        }
        chunk.hasTimings = true;
        for (boolean more = json.openObject(); more; more = json.nextMember()) {
            if (json.keyIs(PREDICTED_N)) {
                chunk.predictedTokens = json.readCount();
            } else if (json.keyIs(PREDICTED_MS)) {
                chunk.predictedMillis = json.readNumber();
            } else if (json.keyIs(PROMPT_N)) {
                chunk.promptTokens = json.readCount();
            } else if (json.keyIs(PROMPT_MS)) {
                chunk.promptMillis = json.readNumber();
            } else if (json.keyIs(CACHE_N)) {
                chunk.cacheTokens = json.readCount();
            } else {
                json.skipValue();
            }
        }
    }
}
