/**
 * What InferenceX's load client does, as it does it.
 *
 * <p><b>Purpose.</b> {@code -compat inferencex} repeats a run of that client: the same random prompts and lengths, the same body, the same arrivals, the same reading of a stream. Its
 * defects are part of it, so nothing here may be used for a native figure.
 *
 * <p><b>Data flow.</b> {@link io.infermark.compat.NumpyRandom} is NumPy's legacy generator; {@link io.infermark.compat.RandomDataSet} draws a run's lengths and token ids from it, {@link
 * io.infermark.compat.ArrivalIntervals} its waits. {@link io.infermark.compat.ClientBackend} names the request functions, {@link io.infermark.compat.ClientPayload} makes their bodies,
 * {@link io.infermark.compat.ClientStream} reads their answers line by line, {@link io.infermark.compat.GoodputArguments} reads objectives.
 *
 * <p>A run draws its prompts, lengths and arrivals here. Its bodies and its figures are made by the parts that make all others, {@code endpoint.RequestFields} and {@code
 * metric.InferencexRequest}, since a load window can't parse as that client does; they are held against the same vectors as {@link io.infermark.compat.ClientStream} here, which follows the
 * client where records don't.
 *
 * <p><b>Threading, memory.</b> Confined to the thread that uses an object; values are immutable. Nothing here runs in a load window.
 *
 * <p><b>Rules.</b> Knows no other package of ours, so that the parts of the harness may follow it without a circle.
 */
@NullMarked
package io.infermark.compat;

import org.jspecify.annotations.NullMarked;
