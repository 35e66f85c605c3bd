package io.infermark.sim;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that a simulator is told; immutable. {@link #parse} and {@link #toOptions} are inverse: a configuration
 * travels to another JVM as options and means the same there.
 *
 * @param listening address and connections
 * @param serving model, dialect, seed
 * @param engine the step model's constants
 * @param shape how responses look unless a request says otherwise
 * @param sendLog file for the send log at stop, empty for none
 * @param logEvents events that the send log keeps at most
 * @param options the non-default options in canonical spelling
 */
public record SimConfig(
        Listening listening,
        Serving serving,
        EngineSpec engine,
        StreamShape shape,
        String sendLog,
        int logEvents,
        Map<String, String> options) {

    public SimConfig {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** All defaults: engine timing, vLLM dialect, a free port of 127.0.0.1. */
    public static SimConfig defaults() {
        return parse(Map.of());
    }

    /**
     * Reads options by {@linkplain SimOption#optionName() name}; those of a {@code profile} file are merged in.
     *
     * @throws SimException {@code [SimOptionUnknown]}, {@code [SimOptionValue]}, {@code [SimStepTooLong]} or
     *     {@code [SimProfileUnreadable]}
     */
    public static SimConfig parse(Map<String, String> options) {
        SimProfile all = SimProfile.below(options);
        OptionReader reader = new OptionReader(all.options(), all.places());
        return new SimConfig(
                Listening.read(reader),
                Serving.read(reader),
                EngineSpec.read(reader),
                StreamShape.read(reader),
                reader.text(SimOption.SEND_LOG),
                reader.integer(SimOption.LOG_EVENTS, 0, Integer.MAX_VALUE),
                reader.canonical());
    }

    /** The options that differ from their defaults; {@code parse} of them gives an equal configuration. */
    public Map<String, String> toOptions() {
        return options;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Leaves out the options, which may hold a literal API key. */
    @Override
    public String toString() {
        return "SimConfig[" + listening + ", " + serving + ", " + engine + ", " + shape + "]";
    }

    /** Collects options; values are checked by {@link #build()}. */
    public static final class Builder {
        private final Map<String, String> options = new LinkedHashMap<>();

        private Builder() {}

        /** Any option by name. */
        public Builder option(String name, String value) {
            options.put(name, value);
            return this;
        }

        /** Any option. */
        public Builder option(SimOption option, String value) {
            return option(option.optionName(), value);
        }

        public Builder port(int port) {
            return option(SimOption.PORT, Integer.toString(port));
        }

        public Builder model(String model) {
            return option(SimOption.MODEL, model);
        }

        public Builder dialect(SimDialect dialect) {
            return option(SimOption.DIALECT, dialect.optionName());
        }

        public Builder seed(long seed) {
            return option(SimOption.SEED, Long.toString(seed));
        }

        /** Token i is due at arrival + ttft + i * itl. */
        public Builder fixed(Duration ttft, Duration itl) {
            option(SimOption.TIMING, "fixed");
            option(SimOption.TTFT, OptionReader.format(ttft));
            return option(SimOption.ITL, OptionReader.format(itl));
        }

        /** The continuous-batching step model (the default). */
        public Builder engine() {
            return option(SimOption.TIMING, "engine");
        }

        public Builder tp(int tp) {
            return option(SimOption.TP, Integer.toString(tp));
        }

        public Builder maxNumSeqs(int sequences) {
            return option(SimOption.MAX_NUM_SEQS, Integer.toString(sequences));
        }

        public Builder maxModelLen(int tokens) {
            return option(SimOption.MAX_MODEL_LEN, Integer.toString(tokens));
        }

        /** Tokens an event, for example {@code 4}, {@code 1,4,4}, {@code uniform:1-8} or {@code weighted:1=0.7,4=0.3}. */
        public Builder pack(String plan) {
            return option(SimOption.PACK, plan);
        }

        /** A fault, for example {@code rst@5}; see {@link Fault}. */
        public Builder fault(String fault) {
            return option(SimOption.FAULT, fault);
        }

        /** Share of requests that get the fault. */
        public Builder faultRate(double share) {
            return option(SimOption.FAULT_RATE, Double.toString(share));
        }

        /**
         * The configuration.
         *
         * @throws SimException as {@link SimConfig#parse}
         */
        public SimConfig build() {
            return parse(options);
        }
    }
}
