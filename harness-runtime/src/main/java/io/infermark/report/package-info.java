/**
 * Results as people look at them.
 *
 * <p><b>Purpose.</b> The Pareto front of throughput per GPU against interactivity, as a picture file and inside one self-contained HTML page.
 *
 * <p><b>Data flow.</b> {@link io.infermark.result.PointResult}s → {@link io.infermark.report.ParetoFrontier} → {@link io.infermark.report.ParetoPicture} (SVG) →
 * {@link io.infermark.report.HtmlReport}.
 *
 * <p><b>Rules.</b> An invalid point is shown as such and is never on a front. Whatever holds a simulated figure says so in words, the picture too. Nothing refers to anything outside
 * its own file; no script is needed to read it. Everything that comes from outside is escaped.
 */
@NullMarked
package io.infermark.report;

import org.jspecify.annotations.NullMarked;
