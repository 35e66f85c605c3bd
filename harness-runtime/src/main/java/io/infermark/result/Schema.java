package io.infermark.result;

/**
 * Name and version of a file's layout.
 *
 * @param major a reader refuses a higher one
 * @param minor more fields, same meaning
 */
public record Schema(String name, int major, int minor) {
    /** {@code result.json} of a point. */
    public static final Schema RESULT = new Schema("infermark.result", 1, 1);

    /** {@code plan.json} of a run. */
    public static final Schema PLAN = new Schema("infermark.plan", 1, 0);

    /** Lines of {@code run.jsonl}. */
    public static final Schema RUN_LOG = new Schema("infermark.run-log", 1, 0);
}
