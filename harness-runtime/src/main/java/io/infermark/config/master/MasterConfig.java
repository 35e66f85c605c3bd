package io.infermark.config.master;

import io.infermark.config.SourcePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One validated entry of a master file, with defaults filled in and sugar expanded.
 *
 * @param key the config key
 * @param position where the entry stands
 * @param image container image, docker or enroot style
 * @param model model id or served name
 * @param modelPrefix short model name, the first part of every experiment name
 * @param precision weight precision, for example {@code fp8}
 * @param framework serving engine, for example {@code sglang} or {@code dynamo-trt}
 * @param runner scheduling label
 * @param multinode whether rows have prefill and decode workers
 * @param disagg whether prefill and decode run apart
 * @param router request router of all rows; null when none or when rows name theirs
 * @param kvTransfer KV transfer library of all rows; null likewise
 * @param fixedSeqLen scenarios of fixed input and output length
 * @param agenticCoding scenarios that replay coding sessions
 */
public record MasterConfig(
        String key,
        SourcePosition position,
        String image,
        String model,
        String modelPrefix,
        String precision,
        String framework,
        String runner,
        boolean multinode,
        boolean disagg,
        @Nullable Component router,
        @Nullable String kvTransfer,
        List<FixedSeqLen> fixedSeqLen,
        List<AgenticCoding> agenticCoding) {

    /** Copies the lists. */
    public MasterConfig {
        fixedSeqLen = List.copyOf(fixedSeqLen);
        agenticCoding = List.copyOf(agenticCoding);
    }

    /** A named runtime component and its version; the version of a KV offload backend may be null. */
    public record Component(String name, @Nullable String version) {}

    /** A scenario of fixed lengths, in tokens. */
    public record FixedSeqLen(SourcePosition position, int isl, int osl, List<SearchRow> searchSpace) {
        /** Copies the rows. */
        public FixedSeqLen {
            searchSpace = List.copyOf(searchSpace);
        }
    }

    /** A scenario of replayed coding sessions; {@code dramUtilization} in (0, 1], or null. */
    public record AgenticCoding(
            SourcePosition position, @Nullable Double dramUtilization, List<SearchRow> searchSpace) {
        /** Copies the rows. */
        public AgenticCoding {
            searchSpace = List.copyOf(searchSpace);
        }
    }

    /**
     * One row of a search space.
     *
     * @param speculation {@code none}, {@code mtp} or {@code draft_model}
     * @param settings environment of one server, {@code NAME=value}; native files alone have it
     * @param kvOffloading {@code none}, {@code dram}, or null where not stated
     */
    public record SearchRow(
            SourcePosition position,
            Topology topology,
            String speculation,
            Concurrency concurrency,
            @Nullable Component router,
            @Nullable String kvTransfer,
            @Nullable String kvOffloading,
            @Nullable Component kvOffloadBackend,
            List<String> settings) {
        /** Copies the settings. */
        public SearchRow {
            settings = List.copyOf(settings);
        }
    }

    /** How a row uses GPUs. */
    public sealed interface Topology {}

    /** One server on one node; {@code ep} and {@code dpAttention} are null where not stated (1 and false). */
    public record OneServer(
            int tp,
            int pp,
            int dcpSize,
            int pcpSize,
            @Nullable Integer ep,
            @Nullable Boolean dpAttention) implements Topology {
        /** GPUs of the server: TP × PP × PCP. */
        public long gpus() {
            return (long) tp * pp * pcpSize;
        }
    }

    /** Prefill and decode workers over several nodes. */
    public record Workers(Worker prefill, Worker decode) implements Topology {}

    /** Workers of one role; {@code settings} are {@code NAME=value}, exported to the launcher. */
    public record Worker(
            int count,
            int tp,
            int pp,
            int dcpSize,
            int pcpSize,
            int ep,
            boolean dpAttention,
            @Nullable String hardware,
            List<String> settings) {
        /** Copies the settings. */
        public Worker {
            settings = List.copyOf(settings);
        }

        /** GPUs of one worker: TP × PP × PCP. */
        public long gpus() {
            return (long) tp * pp * pcpSize;
        }
    }

    /** Concurrencies of a row. */
    public sealed interface Concurrency {}

    /** From start, multiplied by the step until end, which is always included. */
    public record Range(int start, int end) implements Concurrency {}

    /** As written, order and duplicates kept. */
    public record Listed(List<Integer> values) implements Concurrency {
        /** Copies the values. */
        public Listed {
            values = List.copyOf(values);
        }
    }
}
