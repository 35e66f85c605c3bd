package io.infermark.sse;

import static io.infermark.sse.JsonCursor.ascii;

import io.infermark.record.RequestRecord;

/**
 * Root members of streams that are not OpenAI's: llama.cpp {@code /completion} ({@code content}, {@code tokens}, {@code tokens_predicted}, {@code stop}), TGI
 * {@code /generate_stream} ({@code token}, {@code details}) and SGLang {@code /generate} ({@code text}, {@code meta_info}). They make up one choice.
 */
final class NativeMembers {
    private static final byte[] CONTENT = ascii("content");
    private static final byte[] TOKENS = ascii("tokens");
    private static final byte[] INDEX = ascii("index");
    private static final byte[] STOP = ascii("stop");
    private static final byte[] STOP_TYPE = ascii("stop_type");
    private static final byte[] TOKENS_PREDICTED = ascii("tokens_predicted");
    private static final byte[] TOKENS_EVALUATED = ascii("tokens_evaluated");
    private static final byte[] TOKEN = ascii("token");
    private static final byte[] ID = ascii("id");
    private static final byte[] TEXT = ascii("text");
    private static final byte[] SPECIAL = ascii("special");
    private static final byte[] DETAILS = ascii("details");
    private static final byte[] GENERATED_TEXT = ascii("generated_text");
    private static final byte[] GENERATED_TOKENS = ascii("generated_tokens");
    private static final byte[] INPUT_LENGTH = ascii("input_length");
    private static final byte[] META_INFO = ascii("meta_info");
    private static final byte[] COMPLETION_TOKENS = ascii("completion_tokens");
    private static final byte[] PROMPT_TOKENS = ascii("prompt_tokens");
    private static final byte[] CACHED_TOKENS = ascii("cached_tokens");
    private static final byte[] FINISH_REASON = ascii("finish_reason");
    private static final byte[] TYPE = ascii("type");

    private final JsonCursor json;
    private final EventTemplate template;

    /** Whether one of the members that name such a stream was there. */
    private boolean seen;

    /** Of a choice for llama.cpp and SGLang; of a token for TGI, which has one choice. */
    private int index;

    private boolean isTgi;
    private boolean visible;

    /** Whether the template was told of a text or of ids. */
    private boolean noted;

    private int ids;
    private boolean stop;
    private byte finish;
    private int finishFrom;
    private int finishTo;

    NativeMembers(JsonCursor json, EventTemplate template) {
        this.json = json;
        this.template = template;
    }

    void clear() {
        seen = false;
        index = 0;
        isTgi = false;
        visible = false;
        noted = false;
        ids = -1;
        stop = false;
        finish = Chunk.RUNNING;
        finishFrom = 0;
        finishTo = 0;
    }

    /** Reads the member whose key was just read. */
    void member(Chunk chunk) throws JsonSyntaxException {
        switch (json.keyLength()) {
            case 4, 5 -> shortMember();
            case 6, 7 -> middleMember(chunk);
            default -> longMember(chunk);
        }
    }

    void addTo(Chunk chunk) throws JsonSyntaxException {
        if (!seen) {
            return;
        }
        if (isTgi) {
            passOver();
        }
        int c = chunk.addChoice();
        chunk.index[c] = isTgi ? 0 : index;
        chunk.ids[c] = ids;
        if (visible) {
            chunk.addText(c, RequestRecord.VISIBLE);
        }
        if (stop && finish == Chunk.RUNNING) {
            finish = Chunk.STOPPED;
        }
        if (stop) {
            chunk.finish(c, finish, finishFrom, finishTo);
        }
    }

    /** The payload has choices of its own, or a token that goes before other members: a text or ids that were noted here are not what it says. */
    void passOver() {
        if (noted) {
            template.forbid();
        }
    }

    private void shortMember() throws JsonSyntaxException {
        if (json.keyIs(TOKEN) && json.peek() == '{') {
            seen = true;
            isTgi = true;
            token();
        } else if (json.keyIs(TEXT)) {
            if (json.readsText()) {
                visible = true;
                template.forbid();
            }
        } else if (json.keyIs(INDEX)) {
            index = json.readCount();
        } else if (json.keyIs(STOP)) {
            stop |= json.readsTrue();
        } else {
            json.skipValue();
        }
    }

    private void middleMember(Chunk chunk) throws JsonSyntaxException {
        if (json.keyIs(CONTENT) && json.peek() == '"') {
            seen = true;
            visible |= json.readsText();
            template.note(EventTemplate.TEXT, RequestRecord.VISIBLE, json.textFrom, json.textTo);
            noted = true;
        } else if (json.keyIs(TOKENS) && json.peek() == '[') {
            int start = json.position() + 1;
            ids = json.countElements();
            template.note(EventTemplate.IDS, 0, start, json.position() - 1);
            noted = true;
        } else if (json.keyIs(DETAILS) && json.peek() == '{') {
            stop = true;
            details(chunk);
        } else {
            json.skipValue();
        }
    }

    private void longMember(Chunk chunk) throws JsonSyntaxException {
        if (json.keyIs(TOKENS_PREDICTED)) {
            json.peek();
            int start = json.position();
            chunk.nativeOutput = json.readCount();
            template.note(EventTemplate.OUTPUT, 0, start, json.position());
        } else if (json.keyIs(TOKENS_EVALUATED)) {
            chunk.nativeInput = json.readCount();
        } else if (json.keyIs(STOP_TYPE)) {
            if (json.readsText()) {
                keepReason();
            }
        } else if (json.keyIs(GENERATED_TEXT)) {
            stop |= json.peek() == '"';
            json.skipValue();
        } else if (json.keyIs(META_INFO) && json.peek() == '{') {
            seen = true;
            metaInfo(chunk);
        } else {
            json.skipValue();
        }
    }

    /** Special tokens have a text that no user sees. */
    private void token() throws JsonSyntaxException {
        boolean text = false;
        boolean special = false;
        for (boolean more = json.openObject(); more; more = json.nextMember()) {
            if (json.keyIs(ID)) {
                ids = json.readCount() >= 0 ? 1 : -1;
            } else if (json.keyIs(TEXT)) {
                text = json.readsText();
            } else if (json.keyIs(SPECIAL)) {
                special = json.readsTrue();
            } else {
                json.skipValue();
            }
        }
        visible = text && !special;
    }

    private void details(Chunk chunk) throws JsonSyntaxException {
        for (boolean more = json.openObject(); more; more = json.nextMember()) {
            if (json.keyIs(FINISH_REASON)) {
                readFinishReason();
            } else if (json.keyIs(GENERATED_TOKENS)) {
                chunk.nativeOutput = json.readCount();
                template.forbid();
            } else if (json.keyIs(INPUT_LENGTH)) {
                chunk.nativeInput = json.readCount();
            } else {
                json.skipValue();
            }
        }
    }

    private void metaInfo(Chunk chunk) throws JsonSyntaxException {
        for (boolean more = json.openObject(); more; more = json.nextMember()) {
            if (json.keyIs(COMPLETION_TOKENS)) {
                chunk.nativeOutput = json.readCount();
                template.forbid();
            } else if (json.keyIs(PROMPT_TOKENS)) {
                chunk.nativeInput = json.readCount();
            } else if (json.keyIs(CACHED_TOKENS)) {
                chunk.nativeCached = json.readCount();
            } else if (json.keyIs(FINISH_REASON)) {
                readFinishReason();
            } else {
                json.skipValue();
            }
        }
    }

    /** A string, or an object with a {@code type}. */
    private void readFinishReason() throws JsonSyntaxException {
        if (json.peek() != '{') {
            readReasonText();
            return;
        }
        stop = true;
        for (boolean more = json.openObject(); more; more = json.nextMember()) {
            if (json.keyIs(TYPE)) {
                readReasonText();
            } else {
                json.skipValue();
            }
        }
    }

    private void readReasonText() throws JsonSyntaxException {
        if (json.readsText()) {
            stop = true;
            keepReason();
        }
    }

    private void keepReason() {
        finish = FinishKind.of(json);
        finishFrom = json.textFrom;
        finishTo = json.textTo;
    }
}
