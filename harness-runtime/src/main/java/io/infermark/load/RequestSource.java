package io.infermark.load;

import io.infermark.endpoint.PreparedRequest;
import java.util.Iterator;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gives the requests of a window in their order. A single thread of the session calls it, ahead of the sends and never on an event loop, so building a body here
 * costs no accuracy as long as it keeps ahead of the load; {@link LoaderHealth#sourceWaits} counts where it did not.
 */
@FunctionalInterface
public interface RequestSource {
    /** The next request; null when there is none any more. It may block: null for "not yet" would end the window. */
    @Nullable
    PreparedRequest next();

    /**
     * Requests made by their index, from 0.
     *
     * @param count how many; {@link Integer#MAX_VALUE} where a time ends the window
     */
    static RequestSource counting(int count, IntFunction<PreparedRequest> make) {
        int[] next = new int[1];
        return () -> next[0] < count ? make.apply(next[0]++) : null;
    }

    /** Requests that are there already, or are made as they are asked for. */
    static RequestSource of(Iterable<PreparedRequest> requests) {
        Iterator<PreparedRequest> iterator = requests.iterator();
        return () -> iterator.hasNext() ? iterator.next() : null;
    }
}
