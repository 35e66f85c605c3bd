package io.infermark.sse;

/** Takes token events on the event loop, in order. It must neither block nor throw. */
@FunctionalInterface
public interface EventSink {
    /**
     * A server-sent event that carries at least one token was completed.
     *
     * @param readNanos the read that brought the event's last byte, as given to {@link StreamScanner#accept}
     * @param tokens how many tokens it carries, at least 1; -1 where the event does not say
     * @param flags sum of {@link io.infermark.record.RequestRecord#VISIBLE}, {@link io.infermark.record.RequestRecord#REASONING} and
     *     {@link io.infermark.record.RequestRecord#TOOL}
     */
    void tokenEvent(long readNanos, int tokens, int flags);

    /**
     * A server-sent event whose data is a JSON object without a token was completed: a role, usage, a finish reason. Passed over unless somebody asks for these.
     *
     * @param kind 0, or a sum of {@link io.infermark.record.RequestRecord#TOTALS} and {@link io.infermark.record.RequestRecord#USAGE}
     */
    default void silentEvent(long readNanos, int kind) {}
}
