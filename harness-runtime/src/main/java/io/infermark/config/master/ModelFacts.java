package io.infermark.config.master;

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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Facts about models, from {@code configs/models.yaml}, for memory estimates of entries, which state none. */
public final class ModelFacts {
    /** Where the bundled file stands in the jar. */
    public static final String RESOURCE = "/infermark/configs/models.yaml";

    private static final Pattern STATED_SIZE = Pattern.compile("(?i)(?:^|[-_])([0-9]+(?:\\.[0-9]+)?)B(?:$|[-_.])");

    private final List<Facts> all;

    private ModelFacts(List<Facts> all) {
        this.all = List.copyOf(all);
    }

    /**
     * What is known of a model.
     *
     * @param layers 0, like the rest of the shape: not known
     * @param kvElements KV cache of one token in one layer, in elements
     * @param experts experts of a layer; 0: a dense model, or not known
     */
    public record Facts(
            List<String> names, double parametersBillions, int layers, int kvHeads, int kvElements, int experts) {
        /** Copies the names. */
        public Facts {
            names = List.copyOf(names);
        }

        /** Size of one head, keys as large as values; of MLA, half the latent vector; 0 if not known. */
        public int headDim() {
            return kvHeads == 0 ? 0 : kvElements / kvHeads / 2;
        }
    }

    /** The facts inside the jar. */
    public static ModelFacts bundled() {
        try (InputStream in = ModelFacts.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(
                        "[ResourceMissing] " + RESOURCE + " is not in the jar: the build is broken");
            }
            return of(new YamlReader().parse(in.readAllBytes(), "models.yaml").root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Validates a models document.
     *
     * @throws ConfigException with every violation
     */
    public static ModelFacts of(Value root) {
        Outcome outcome = schema().read(root);
        if (!outcome.isValid()) {
            throw new ConfigException(Violations.problems("model facts", outcome.violations()));
        }
        List<Facts> all = new ArrayList<>();
        if (((Mapping) outcome.dump()).get("models") instanceof Mapping models) {
            models.entries().values().forEach(value -> all.add(facts((Mapping) value)));
        }
        return new ModelFacts(all);
    }

    /** Beginnings of the names of all models in the file, in its order, the first of each. */
    public List<String> names() {
        return all.stream().map(facts -> facts.names().get(0)).toList();
    }

    /** What is known of a model id: its facts, else the size that its name states. */
    public Optional<Facts> ofId(String id) {
        String name = id.substring(id.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        Facts best = null;
        int longest = 0;
        for (Facts facts : all) {
            for (String beginning : facts.names()) {
                if (beginning.length() > longest && name.startsWith(beginning.toLowerCase(Locale.ROOT))) {
                    best = facts;
                    longest = beginning.length();
                }
            }
        }
        if (best != null) {
            return Optional.of(best);
        }
        Matcher size = STATED_SIZE.matcher(name);
        return size.find()
                ? Optional.of(new Facts(List.of(), Double.parseDouble(size.group(1)), 0, 0, 0, 0))
                : Optional.empty();
    }

    private static Facts facts(Mapping model) {
        List<String> names = new ArrayList<>();
        Rules.items(model, "names").forEach(item -> names.add(((Value.Text) item).text()));
        double billions = number(model, "parameters-millions") / 1e3;
        return new Facts(
                names,
                billions,
                number(model, "layers"),
                number(model, "kv-heads"),
                number(model, "kv-elements"),
                number(model, "experts"));
    }

    private static int number(Mapping model, String key) {
        return model.get(key) instanceof Value.Whole whole ? whole.number().intValueExact() : 0;
    }

    private static Model schema() {
        Model model = Model.strictlyNamed(
                "Model",
                List.of(
                        Field.required("names", Types.nonEmptyListOf(Types.nonEmptyText())),
                        Field.required("parameters-millions", Types.wholeAbove(0)),
                        Field.required("layers", Types.wholeAbove(0)),
                        Field.required("kv-heads", Types.wholeAbove(0)),
                        Field.required("kv-elements", Types.wholeAbove(0)),
                        Field.nullable("experts", Types.wholeAbove(1)),
                        Field.required("sources", Types.nonEmptyListOf(Types.nonEmptyText()))));
        return Model.strictlyNamed(
                "ModelsFile",
                List.of(
                        Field.required("schema", SchemaHeader.of("infermark.models")),
                        Field.required("models", Types.mapOf(model))));
    }
}
