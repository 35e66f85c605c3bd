package io.infermark.record;

import java.time.Instant;

/**
 * The zero of a trial's clock.
 *
 * @param nanoOrigin {@link System#nanoTime()} of the writing process at the epoch; means nothing in another process
 * @param wallClock the wall clock at the same instant, for joining with logs of other programs only
 */
public record RecordEpoch(long nanoOrigin, Instant wallClock) {
    /** The present instant. */
    public static RecordEpoch now() {
        return new RecordEpoch(System.nanoTime(), Instant.now());
    }

    /** A reading of {@link System#nanoTime()} relative to this epoch; {@link RequestRecord#UNSEEN} stays what it is. */
    public long relative(long nanoTime) {
        return nanoTime == RequestRecord.UNSEEN ? nanoTime : nanoTime - nanoOrigin;
    }
}
