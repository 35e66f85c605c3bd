/**
 * Expands master configurations into matrix rows, exactly as upstream's generator does.
 *
 * <p>Data flow: {@link io.infermark.config.master.MasterFile} + {@link io.infermark.config.master.Runners} + a
 * {@link io.infermark.matrix.MatrixRequest} → an expansion that emits one row at a time → evaluation marks → a
 * {@link io.infermark.matrix.MatrixWriter}.
 *
 * <p>Memory rule: a matrix streams. The expansion runs twice: the first pass validates every row and learns which rows carry
 * evaluations (state grows with the number of distinct topologies, not of rows), the second writes. So an error in the last
 * row leaves nothing on the output, and a million rows cost what ten do.
 *
 * <p>In compatible dialects the expansion reads what the file says, not what the validator coerced, because upstream's does:
 * {@code tp: "8"} passes validation and is printed as a string, {@code isl: "8192"} passes validation and then fails. Such
 * failures carry Python's name for them ({@code [KeyError]}, {@code [TypeError]}).
 *
 * <p>Threading: a generator and its parts belong to one thread.
 */
@NullMarked
package io.infermark.matrix;

import org.jspecify.annotations.NullMarked;
