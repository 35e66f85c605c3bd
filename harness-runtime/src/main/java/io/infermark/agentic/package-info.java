/**
 * Figures of replayed coding sessions, from the files of the client that replayed them.
 *
 * <p><b>Purpose.</b> Nothing here replays sessions; InferenceX does it by a fork of aiperf. This reads what that client leaves behind and answers as InferenceX's scripts do: whether
 * the run counts, and its latency, token and throughput figures.
 *
 * <p><b>Data flow.</b> {@code profile_export.jsonl} → {@link io.infermark.agentic.SessionRecords} (without warm-up and failures, which are counted) → {@link
 * io.infermark.agentic.SessionFigures}; {@code profile_export_aiperf.json} → {@link io.infermark.agentic.SessionVerdict}.
 *
 * <p><b>Threading, memory.</b> Pure functions; the records of a run are held at once, eight numbers each.
 */
@NullMarked
package io.infermark.agentic;

import org.jspecify.annotations.NullMarked;
