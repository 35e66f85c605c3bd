package io.infermark.matrix;

import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.Runners;
import io.infermark.config.master.Runners.NodeHardware;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.TreeSet;

/**
 * CPU memory that one server may use for KV offload, in GB (10⁹ bytes): the node's memory, capped at 3 TB, times the
 * scenario's utilization, times the share of the node's GPUs that the server has.
 */
final class DramBudget {

    private static final long MAX_AVAILABLE_MIB = 2_861_022;
    private static final BigDecimal BYTES_PER_MIB = BigDecimal.valueOf(1_048_576);
    private static final BigDecimal BYTES_PER_GB = BigDecimal.valueOf(1_000_000_000);

    /** Python's default decimal context, in which upstream computes. */
    private static final MathContext DECIMAL = new MathContext(28, RoundingMode.HALF_EVEN);

    private final Runners runners;

    DramBudget(Runners runners) {
        this.runners = runners;
    }

    Value of(Mapping scenario, Mapping row, String runner) {
        if (!Value.text("dram").sameAs(Python.item(row, "kv-offloading", Value.text("none")))) {
            return Value.whole(0);
        }
        NodeHardware hardware = hardware(row, runner);
        BigDecimal available = BigDecimal.valueOf(Math.min(hardware.availableCpuDramMib(), MAX_AVAILABLE_MIB));
        BigDecimal utilization = decimal(Python.item(scenario, "dram-utilization"));
        BigInteger perNode = BigInteger.valueOf(hardware.gpusPerNode());
        Value prefill = row.get("prefill");
        BigInteger gpus =
                prefill == null ? serverGpus(row, perNode, runner) : workerGpus(Python.mapping(prefill), perNode);
        BigDecimal bytes = available
                .multiply(BYTES_PER_MIB, DECIMAL)
                .multiply(utilization, DECIMAL)
                .multiply(new BigDecimal(gpus), DECIMAL)
                .divide(new BigDecimal(perNode), DECIMAL);
        return Value.whole(bytes.divide(BYTES_PER_GB, DECIMAL).toBigInteger());
    }

    private NodeHardware hardware(Mapping row, String runner) {
        NodeHardware hardware = runners.hardwareOf(runner);
        if (hardware == null) {
            throw ConfigException.of(
                    "RunnerHardwareMissing",
                    row.position(),
                    "Runner '" + runner + "' requires 'available-cpu-dram-mib' in runner hardware metadata."
                            + " Available hardware keys: "
                            + String.join(", ", new TreeSet<>(runners.hardware().keySet())));
        }
        return hardware;
    }

    private static BigDecimal decimal(Value utilization) {
        if (utilization instanceof Value.Text text) {
            return new BigDecimal(text.text().strip().replace("_", ""));
        }
        if (utilization instanceof Value.Real real) {
            return new BigDecimal(CanonicalJson.real(real.number()));
        }
        if (utilization instanceof Value.Whole whole) {
            return new BigDecimal(whole.number());
        }
        throw ConfigException.of(
                "TypeError", utilization.position(), "dram-utilization is no number. Write one above 0 and at most 1.");
    }

    private static BigInteger product(Mapping topology) {
        Value one = Value.whole(1);
        Value gpus = Python.multiply(
                Python.multiply(Python.item(topology, "tp"), Python.item(topology, "pp", one)),
                Python.item(topology, "pcp-size", one));
        return gpus instanceof Value.Whole whole ? whole.number() : new BigDecimal(Python.text(gpus)).toBigInteger();
    }

    private static BigInteger serverGpus(Mapping row, BigInteger perNode, String runner) {
        BigInteger gpus = product(row);
        if (gpus.compareTo(perNode) > 0) {
            Value one = Value.whole(1);
            throw ConfigException.of(
                    "HardwareTooSmall",
                    row.position(),
                    "tp=" + Python.text(Python.item(row, "tp")) + " with pp="
                            + Python.text(Python.item(row, "pp", one)) + " and pcp-size="
                            + Python.text(Python.item(row, "pcp-size", one)) + " requires " + gpus
                            + " GPUs and exceeds gpus-per-node=" + perNode + " for runner '" + runner + "'");
        }
        return gpus;
    }

    private static BigInteger workerGpus(Mapping worker, BigInteger perNode) {
        BigInteger gpus = product(worker);
        if (gpus.compareTo(perNode) > 0) {
            if (gpus.mod(perNode).signum() != 0) {
                throw ConfigException.of(
                        "HardwareTooSmall",
                        worker.position(),
                        "worker tp*pp*pcp-size=" + gpus
                                + " spans multiple nodes but is not a multiple of gpus-per-node=" + perNode);
            }
            return perNode;
        }
        if (gpus.signum() <= 0 || perNode.mod(gpus).signum() != 0) {
            throw ConfigException.of(
                    "HardwareTooSmall",
                    worker.position(),
                    "worker tp*pp*pcp-size=" + gpus + " does not divide gpus-per-node=" + perNode + " evenly");
        }
        return gpus;
    }
}
