package io.infermark.sim;

import java.time.Duration;
import java.util.List;

/**
 * How one response looks and when its tokens come: every option that a request may override.
 *
 * @param timing engine or fixed
 * @param fixed when tokens are due under fixed timing
 * @param text what it says and how long it is
 * @param pack tokens an event
 * @param role when the chat role event is sent
 * @param usage where usage is sent
 * @param usageDelay last token to usage
 * @param done whether {@code [DONE]} is sent
 * @param doneDelay usage (or last token) to {@code [DONE]}
 * @param nullFirst whether the stream begins with {@code data: null}
 * @param progress progress events before the first token
 * @param commentEvery a comment before every n-th event, 0 for none
 * @param pingEvery a ping event before every n-th event, 0 for none
 * @param lineEnd line ends of the stream
 * @param dataSpace whether a space follows {@code data:}
 * @param coalesce events written together
 * @param cut sizes of the writes in bytes, empty for an event a write
 * @param cutGap time between cut writes
 * @param fault what goes wrong
 * @param faultRate share of requests for which it does
 * @param retryAfter Retry-After of a 429 or 503 refusal
 */
public record StreamShape(
        Timing timing,
        FixedTiming fixed,
        TextShape text,
        TokenPlan pack,
        Role role,
        Usage usage,
        Duration usageDelay,
        boolean done,
        Duration doneDelay,
        boolean nullFirst,
        int progress,
        int commentEvery,
        int pingEvery,
        LineEnd lineEnd,
        boolean dataSpace,
        int coalesce,
        List<Integer> cut,
        Duration cutGap,
        Fault fault,
        double faultRate,
        Duration retryAfter) {

    /** Which model makes tokens due. */
    public enum Timing {
        ENGINE,
        FIXED
    }

    /** When the chat role event is sent. */
    public enum Role {
        FIRST,
        EARLY,
        NONE
    }

    /** Where usage is sent. */
    public enum Usage {
        AUTO,
        NEVER,
        ALWAYS,
        FINISH
    }

    /** Line ends, all three allowed by the server-sent events standard. */
    public enum LineEnd {
        LF("\n"),
        CRLF("\r\n"),
        CR("\r");

        private final String text;

        LineEnd(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static StreamShape read(OptionReader reader) {
        return new StreamShape(
                reader.choice(SimOption.TIMING, Timing.class),
                FixedTiming.read(reader),
                TextShape.read(reader),
                reader.plan(SimOption.PACK, 1),
                reader.choice(SimOption.ROLE, Role.class),
                reader.choice(SimOption.USAGE, Usage.class),
                reader.duration(SimOption.USAGE_DELAY),
                reader.flag(SimOption.DONE),
                reader.duration(SimOption.DONE_DELAY),
                reader.flag(SimOption.NULL_FIRST),
                reader.integer(SimOption.PROGRESS, 0, 1000),
                reader.integer(SimOption.COMMENT_EVERY, 0, 1 << 20),
                reader.integer(SimOption.PING_EVERY, 0, 1 << 20),
                reader.choice(SimOption.LINE_END, LineEnd.class),
                reader.flag(SimOption.DATA_SPACE),
                reader.integer(SimOption.COALESCE, 1, 1 << 16),
                reader.sizes(SimOption.CUT),
                reader.duration(SimOption.CUT_GAP),
                reader.fault(SimOption.FAULT),
                reader.number(SimOption.FAULT_RATE, 0, 1),
                reader.duration(SimOption.RETRY_AFTER));
    }
}
