/**
 * Every figure, derived after the run from what was seen of each request.
 *
 * <p><b>Purpose.</b> {@link io.infermark.metric.WindowAnalysis} reads the records of one load window once and gives its {@link io.infermark.metric.WindowMetrics};
 * {@link io.infermark.metric.PointAnalysis} puts the windows of all iterations and forks of a point together. Definitions stand in the Javadoc of the record component
 * that holds the figure.
 *
 * <p><b>Data flow.</b> {@code Iterable<RequestRecord>} + {@link io.infermark.record.WindowMark} + {@link io.infermark.metric.MetricContext} → {@code WindowAnalysis} →
 * {@code WindowMetrics}, {@link io.infermark.metric.Validity}; several {@code WindowAnalysis} → {@link io.infermark.metric.PointSummary}.
 *
 * <p><b>What is never done.</b> A failed request is never dropped in silence: it is counted by its class, it is +∞ for service level objectives and it is no part of a latency
 * distribution, which says so by its {@code n}. A figure that the records cannot support is null and stands in {@link io.infermark.metric.WindowMetrics#absent()} with the
 * reason; it is never 0 and never NaN.
 *
 * <p><b>Memory.</b> Per request a few numbers are kept exactly; per token nothing but two HdrHistograms of three digits, so that memory does not grow with the length of the streams.
 *
 * <p><b>Threading.</b> Pure functions; an analysis is confined to the thread that makes it, everything it gives out is immutable.
 *
 * <p><b>Rules.</b> Sees neither Netty nor Jackson. Statistics are over windows, never over requests.
 */
@NullMarked
package io.infermark.metric;

import org.jspecify.annotations.NullMarked;
