package io.infermark.config.master;

import io.infermark.api.hardware.BundledAccelerators;
import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.YamlReader;
import io.infermark.config.schema.Field;
import io.infermark.config.schema.Model;
import io.infermark.config.schema.Outcome;
import io.infermark.config.schema.Types;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Facts about accelerators, from {@code configs/hardware.yaml}: each with its source, prices with a date. They are data, not
 * code, because they change.
 */
public final class HardwareFacts {

    /** Where the bundled file stands in the jar. */
    public static final String RESOURCE = "/infermark/configs/hardware.yaml";

    private static final Model FILE = schema();

    private final Map<String, Accelerator> accelerators;

    private HardwareFacts(Map<String, Accelerator> accelerators) {
        this.accelerators = accelerators;
    }

    /**
     * One kind of accelerator.
     *
     * @param memoryGb memory of one GPU, in GB (10⁹ bytes)
     * @param tdpWatts board power limit of one GPU
     * @param allInWatts power of one GPU with its share of CPU, network and cooling; null when unknown
     * @param prices US dollars a GPU-hour; null when unknown
     */
    public record Accelerator(
            String name,
            String vendor,
            int gpusPerNode,
            int memoryGb,
            int tdpWatts,
            @Nullable Integer allInWatts,
            List<String> precisions,
            @Nullable Prices prices,
            List<String> sources) {
        /** Copies the lists. */
        public Accelerator {
            precisions = List.copyOf(precisions);
            sources = List.copyOf(sources);
        }
    }

    /** Prices of one GPU-hour in US cents, for buyers of three kinds, with the date and the source of the figures. */
    public record Prices(int hyperscalerCents, int neocloudCents, int rentalCents, String asOf, String source) {}

    /** The facts inside the jar. */
    public static HardwareFacts bundled() {
        try (InputStream in = HardwareFacts.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(
                        "[ResourceMissing] " + RESOURCE + " is not in the jar: the build is broken");
            }
            return of(new YamlReader().parse(in.readAllBytes(), "hardware.yaml").root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Validates a hardware document.
     *
     * @throws ConfigException with every violation
     */
    public static HardwareFacts of(Value root) {
        Outcome outcome = FILE.read(root);
        if (!outcome.isValid()) {
            throw new ConfigException(Violations.problems("hardware facts", outcome.violations()));
        }
        Map<String, Accelerator> accelerators = new LinkedHashMap<>();
        Mapping file = (Mapping) outcome.dump();
        if (file.get("accelerators") instanceof Mapping mapping) {
            mapping.entries().forEach((key, value) -> accelerators.put(key, accelerator((Mapping) value)));
        }
        return new HardwareFacts(accelerators);
    }

    /** All accelerators by name. */
    public Map<String, Accelerator> accelerators() {
        return Map.copyOf(accelerators);
    }

    /** The accelerator that a runner label names: {@code b200-trt} and {@code cluster:b200-nv} are {@code b200}. */
    public @Nullable Accelerator ofLabel(String label) {
        return accelerators.get(BundledAccelerators.familyOf(label));
    }

    private static Accelerator accelerator(Mapping facts) {
        Prices prices = facts.get("price") instanceof Mapping price
                ? new Prices(
                        number(price, "hyperscaler-cents"),
                        number(price, "neocloud-cents"),
                        number(price, "rental-cents"),
                        text(price, "as-of"),
                        text(price, "source"))
                : null;
        return new Accelerator(
                text(facts, "name"),
                text(facts, "vendor"),
                number(facts, "gpus-per-node"),
                number(facts, "memory-gb"),
                number(facts, "tdp-watts"),
                facts.get("all-in-watts") == null ? null : number(facts, "all-in-watts"),
                texts(facts, "precisions"),
                prices,
                texts(facts, "sources"));
    }

    private static int number(Mapping facts, String key) {
        return facts.get(key) instanceof Value.Whole whole ? whole.number().intValueExact() : 0;
    }

    private static String text(Mapping facts, String key) {
        return facts.get(key) instanceof Value.Text text ? text.text() : "";
    }

    private static List<String> texts(Mapping facts, String key) {
        List<String> texts = new ArrayList<>();
        Rules.items(facts, key).forEach(item -> texts.add(((Value.Text) item).text()));
        return texts;
    }

    private static Model schema() {
        Model price = Model.strictlyNamed(
                "Price",
                List.of(
                        Field.required("hyperscaler-cents", Types.wholeAbove(0)),
                        Field.required("neocloud-cents", Types.wholeAbove(0)),
                        Field.required("rental-cents", Types.wholeAbove(0)),
                        Field.required("as-of", Types.nonEmptyText()),
                        Field.required("source", Types.nonEmptyText())));
        Model accelerator = Model.strictlyNamed(
                "Accelerator",
                List.of(
                        Field.required("name", Types.nonEmptyText()),
                        Field.required("vendor", Types.choice("AMD", "NVIDIA")),
                        Field.required("gpus-per-node", Types.wholeAbove(0)),
                        Field.required("memory-gb", Types.wholeAbove(0)),
                        Field.required("tdp-watts", Types.wholeAbove(0)),
                        Field.nullable("all-in-watts", Types.wholeAbove(0)),
                        Field.required("precisions", Types.nonEmptyListOf(Types.nonEmptyText())),
                        Field.nullable("price", price),
                        Field.required("sources", Types.nonEmptyListOf(Types.nonEmptyText()))));
        return Model.strictlyNamed(
                "HardwareFile",
                List.of(
                        Field.required("schema", SchemaHeader.of("infermark.hardware")),
                        Field.required("accelerators", Types.mapOf(accelerator))));
    }
}
