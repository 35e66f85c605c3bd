package io.infermark.matrix;

/** Which rows carry evaluations. */
public enum EvalMode {
    /** None; FEB's default, HEAD's {@code --no-evals}. */
    NONE,
    /** The chosen subset is marked; FEB's {@code --run-evals}, HEAD's default. */
    MARK,
    /** The chosen subset and nothing else. */
    ONLY,
    /** Every row that can be evaluated and nothing else; HEAD's {@code --all-evals}. */
    ALL
}
