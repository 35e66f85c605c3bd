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
}
