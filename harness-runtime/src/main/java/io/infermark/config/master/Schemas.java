package io.infermark.config.master;

import io.infermark.config.schema.Model;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The models of a dialect by upstream's class name, for example {@code SingleNodeMasterConfigEntry}. FEB and HEAD are exact;
 * NATIVE has HEAD's models with the environment of single-node rows, and {@link NativeSchemas} before its sugar is expanded.
 */
public final class Schemas {

    private final Dialect dialect;
    private final Map<String, Model> models;

    private Schemas(Dialect dialect, Map<String, Model> models) {
        this.dialect = dialect;
        this.models = models;
    }

    /** The schemas of a dialect. */
    public static Schemas of(Dialect dialect) {
        Map<String, Model> models = new LinkedHashMap<>();
        if (dialect == Dialect.FEB) {
            FebSchemas.addTo(models);
        } else {
            HeadSchemas.addTo(models, dialect);
        }
        return new Schemas(dialect, models);
    }

    /** Whose schemas these are. */
    public Dialect dialect() {
        return dialect;
    }

    /** A model, or null when the dialect has none of that name. */
    public @Nullable Model find(String name) {
        return models.get(name);
    }

    /**
     * A model that must exist.
     *
     * @throws IllegalArgumentException when it does not
     */
    public Model model(String name) {
        Model model = models.get(name);
        if (model == null) {
            throw new IllegalArgumentException("[UnknownModel] the dialect " + dialect.label() + " has no model '"
                    + name + "'. It has: " + String.join(", ", models.keySet()));
        }
        return model;
    }

    /** All names. */
    public Set<String> names() {
        return models.keySet();
    }
}
