package io.infermark.sse;

import io.infermark.record.Outcome;
import org.jspecify.annotations.Nullable;

/** The failure that decides a stream's verdict whatever comes after it: the first one, save that an error which the server states goes before a bad event. */
final class FailureNote {
    private static final int KEPT = 4096;
    private static final int SHOWN = 80;

    private enum Kind {
        NONE,
        SERVER_ERROR,
        BAD_EVENT,
        TOO_LARGE
    }

    private final ByteBuilder text = new ByteBuilder(KEPT);
    private Kind kind = Kind.NONE;
    private String detail = "";

    void clear() {
        kind = Kind.NONE;
        text.trim();
    }

    /** The server reported an error; the range is what it said of it. */
    void serverError(byte[] bytes, int from, int to) {
        if (kind == Kind.NONE || kind == Kind.BAD_EVENT) {
            kind = Kind.SERVER_ERROR;
            keep(bytes, from, to);
        }
    }

    void badEvent(int event, JsonSyntaxException why, byte[] bytes, int from, int to) {
        if (kind == Kind.NONE) {
            kind = Kind.BAD_EVENT;
            keep(bytes, from, Math.min(to, from + SHOWN));
            detail = "[EventMalformed] event " + event + " cannot be read: " + why.getMessage() + " at byte "
                    + Math.max(0, why.position - from);
        }
    }

    void tooLarge(int cap, String seen) {
        if (kind == Kind.NONE) {
            kind = Kind.TOO_LARGE;
            detail = "[EventTooLarge] a line or event is longer than " + cap + " bytes; after " + seen;
        }
    }

    /** Null if nothing failed. */
    @Nullable
    StreamVerdict verdict() {
        return switch (kind) {
            case NONE -> null;
            case SERVER_ERROR -> {
                String message = ErrorBody.message(text.array(), 0, text.length());
                yield new StreamVerdict(
                        Outcome.STREAM_ERROR,
                        "[StreamError] "
                                + (message.isEmpty() ? "the server reported an error without a message" : message));
            }
            case BAD_EVENT ->
                new StreamVerdict(
                        Outcome.MALFORMED,
                        detail + "; it begins with "
                                + ErrorBody.oneLine(StreamScanner.text(text.array(), 0, text.length())));
            case TOO_LARGE -> new StreamVerdict(Outcome.MALFORMED, detail);
        };
    }

    private void keep(byte[] bytes, int from, int to) {
        text.clear();
        text.appendSome(bytes, from, to);
    }
}
