package io.infermark.config.master;

import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.schema.Field;
import io.infermark.config.schema.Model;
import io.infermark.config.schema.Outcome;
import io.infermark.config.schema.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Known container images, from {@code configs/images.yaml}.
 *
 * @param images facts by image name with tag, docker style
 */
public record ImageCatalog(Map<String, Image> images) {

    private static final Model FILE = Model.strictlyNamed(
            "ImagesFile",
            List.of(
                    Field.required("schema", SchemaHeader.of("infermark.images")),
                    Field.required(
                            "images",
                            Types.mapOf(Model.strictlyNamed(
                                    "Image",
                                    List.of(
                                            Field.required("framework", Types.nonEmptyText()),
                                            Field.required("vendor", Types.choice("AMD", "NVIDIA")),
                                            Field.nullable(
                                                    "digest",
                                                    Types.textMatching(Pattern.compile("sha256:[0-9a-f]{64}")))))))));

    /** Copies the map. */
    public ImageCatalog {
        images = Map.copyOf(images);
    }

    /** What an image holds; {@code digest} pins it, or is null. */
    public record Image(
            String framework, String vendor, @Nullable String digest) {}

    /**
     * Validates an images document.
     *
     * @throws ConfigException with every violation
     */
    public static ImageCatalog of(Value root) {
        Outcome outcome = FILE.read(root);
        if (!outcome.isValid()) {
            throw new ConfigException(Violations.problems("images", outcome.violations()));
        }
        Map<String, Image> images = new LinkedHashMap<>();
        if (((Mapping) outcome.dump()).get("images") instanceof Mapping mapping) {
            mapping.entries().forEach((name, value) -> images.put(name, image((Mapping) value)));
        }
        return new ImageCatalog(images);
    }

    private static Image image(Mapping facts) {
        return new Image(text(facts, "framework"), text(facts, "vendor"), textOrNull(facts, "digest"));
    }

    private static String text(Mapping facts, String key) {
        String text = textOrNull(facts, key);
        return text == null ? "" : text;
    }

    private static @Nullable String textOrNull(Mapping facts, String key) {
        return facts.get(key) instanceof Value.Text text ? text.text() : null;
    }
}
