package io.infermark.fork;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.infermark.model.EndpointSpec;
import io.infermark.model.WorkloadSpec;
import java.util.List;
import java.util.Map;

/** What the host says. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToGenerator.Open.class, name = "open"),
    @JsonSubTypes.Type(value = ToGenerator.RunWindow.class, name = "window"),
    @JsonSubTypes.Type(value = ToGenerator.Calibrate.class, name = "calibrate"),
    @JsonSubTypes.Type(value = ToGenerator.Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = ToGenerator.Abort.class, name = "abort"),
    @JsonSubTypes.Type(value = ToGenerator.Close.class, name = "close")
})
public sealed interface ToGenerator {
    /**
     * Connect, find out what the endpoint can, warm the client itself up.
     *
     * @param dialect forced, or empty: detected
     * @param tokenizer file or folder; empty: none
     * @param records file to write
     * @param core to bind the event loop to; -1: none
     * @param connections HTTP version, streams on a connection, local addresses
     * @param warmUpMillis how long the client drives its own responder first
     * @param inferencexPrompts prompts of a measured window in the way of InferenceX's client; 0: our own way
     * @param secrets values of the references in {@code options}, which travel by this pipe alone
     */
    record Open(
            String pointId,
            int fork,
            List<String> urls,
            String model,
            EndpointSpec options,
            boolean prefixCache,
            String dialect,
            String tokenizer,
            WorkloadSpec workload,
            LoadMessage load,
            String records,
            int loops,
            int core,
            ConnectionMessage connections,
            long warmUpMillis,
            long probeTimeoutMillis,
            int inferencexPrompts,
            Map<String, String> secrets)
            implements ToGenerator {
        /** Without the secrets. */
        @Override
        public String toString() {
            return "Open[" + pointId + ", fork=" + fork + "]";
        }
    }

    /**
     * One window, drained.
     *
     * @param seed of the run; prompts and schedule are drawn from it, the point, the fork and the iteration
     * @param requests -1: bounded by time
     * @param millis bound by time; -1: by requests
     * @param timeoutMillis deadline of the whole window
     */
    record RunWindow(
            boolean warmup,
            int iteration,
            long seed,
            long requests,
            long millis,
            long timeoutMillis,
            boolean collectGarbage)
            implements ToGenerator {}

    /**
     * One window against a simulator instead of the endpoint, over the same event loops; its records go to a file of their own.
     *
     * @param url of the simulator
     * @param streams of a closed loop; 0: open
     * @param requestsPerSecond of an open loop, evenly spaced; 0: closed
     * @param tokens of each answer
     * @param records file to write
     */
    record Calibrate(
            String url,
            int streams,
            double requestsPerSecond,
            int requests,
            int tokens,
            String records,
            long timeoutMillis)
            implements ToGenerator {}

    /** No new requests; drain for so long, then abort. */
    record Stop(long drainMillis) implements ToGenerator {}

    /** End everything now. */
    record Abort() implements ToGenerator {}

    /** Leave. */
    record Close() implements ToGenerator {}
}
