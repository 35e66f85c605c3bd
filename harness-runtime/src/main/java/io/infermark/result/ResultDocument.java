package io.infermark.result;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A {@code result.json} that was read, together with what this version does not know of it.
 *
 * @param raw the file's whole content; never changed
 */
public record ResultDocument(PointResult result, JsonNode raw) {
    /** The document with another result; fields that this version does not know stay. */
    public ResultDocument with(PointResult changed) {
        JsonNode fresh = Json.MAPPER.valueToTree(changed);
        Json.keepUnknown(fresh, raw);
        return new ResultDocument(changed, fresh);
    }
}
