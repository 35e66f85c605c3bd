package io.infermark.sse;

import io.infermark.record.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How a stream ended.
 *
 * @param outcome one of {@link Outcome#OK}, {@link Outcome#CUT}, {@link Outcome#STREAM_ERROR}, {@link Outcome#MALFORMED}, {@link Outcome#EMPTY} and
 *     {@link Outcome#NOT_SSE} for a stream; {@link Outcome#HTTP_STATUS} from {@link ErrorBody}
 * @param detail what went wrong, with its code in brackets first, on one line of at most {@value ErrorBody#MAX_MESSAGE} characters and the code; null for {@link Outcome#OK}
 */
public record StreamVerdict(Outcome outcome, @Nullable String detail) {
    static final StreamVerdict COMPLETE = new StreamVerdict(Outcome.OK, null);
}
