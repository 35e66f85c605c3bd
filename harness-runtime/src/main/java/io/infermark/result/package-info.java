/**
 * What a run leaves behind.
 *
 * <p><b>Purpose.</b> The files of a run directory and the formats that {@code -rf} names.
 *
 * <table>
 *   <caption>Files</caption>
 *   <tr><td>{@code plan.json}</td><td>{@link io.infermark.result.RunPlan}</td><td>before the first point</td></tr>
 *   <tr><td>{@code run.jsonl}</td><td>{@link io.infermark.result.RunLog}</td><td>one line as each trial and each point ends, forced to disk</td></tr>
 *   <tr><td>{@code <point>/result.json}</td><td>{@link io.infermark.result.PointResult}</td><td>as the point ends</td></tr>
 *   <tr><td>{@code <point>/latency.hlog}</td><td>{@link io.infermark.result.LatencyLog}</td><td>as the point ends</td></tr>
 * </table>
 *
 * <p><b>Schema.</b> Every file begins with {@code schema: {name, major, minor}}. A reader keeps fields that it does not know and refuses a higher major. A minor adds fields; it
 * never changes the meaning of one. A figure that could not be supported is null, with its reason in a field beside it.
 *
 * <p><b>Safety.</b> Whole files are written beside their place and moved onto it, so that a reader sees the old one or the new one; {@code run.jsonl} is only ever appended to, and
 * a torn last line is what a kill may leave.
 *
 * <p><b>Rules.</b> Only {@code JmhResultBridge} sees {@code org.openjdk.jmh.results}. Nothing here measures or starts anything.
 */
@NullMarked
package io.infermark.result;

import org.jspecify.annotations.NullMarked;
