package io.infermark.endpoint;

import java.net.URI;

/**
 * A request that only waits to be sent: {@code POST} of {@code body} to {@code uri} with the endpoint's {@link RequestHeaders} and its own {@link RequestHeaders#REQUEST_ID}.
 *
 * @param index position in the window's schedule, from 0
 * @param uri with its query, which may hold a secret: not to be printed
 * @param urlIndex which of the endpoint's URLs it goes to, from 0
 * @param body JSON in UTF-8; not copied, not to be changed
 * @param requestId unique in a run
 * @param plannedInputTokens ISL asked for
 * @param plannedOutputTokens OSL asked for
 */
@SuppressWarnings("ArrayRecordComponent")
public record PreparedRequest(
        int index,
        URI uri,
        int urlIndex,
        byte[] body,
        String requestId,
        int plannedInputTokens,
        int plannedOutputTokens) {
    @Override
    public String toString() {
        return "PreparedRequest[" + requestId + " to " + RequestUris.shown(uri) + ", " + body.length + " bytes]";
    }
}
