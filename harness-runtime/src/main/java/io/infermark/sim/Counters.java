package io.infermark.sim;

/** What the server counted; confined to the event loop. The engine model keeps its own counters. */
final class Counters {
    long connections;
    long requests;
    long completed;
    long stopped;
    long refused;
    long faulted;
    long aborted;
    long promptTokens;
    long cachedTokens;
    long outputTokens;
    long events;
    long bytes;
    int fixedRunning;
    int longest;

    final LatencyHistogram ttft = new LatencyHistogram();
    final LatencyHistogram itl = new LatencyHistogram();
    final LatencyHistogram e2e = new LatencyHistogram();
}
