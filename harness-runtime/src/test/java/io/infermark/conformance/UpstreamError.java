package io.infermark.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * What an upstream error text says: the sentences and locations that ours must say too. pydantic's frame around them (input
 * values, links) is not part of it.
 */
final class UpstreamError {

    private UpstreamError() {}

    static List<String> essentials(String error) {
        List<String> essentials = new ArrayList<>();
        String text = error.replaceFirst("^[A-Za-z]+Error: ", "")
                .replaceFirst("^generate_sweep_configs\\.py.*?: error: ", "");
        if (text.contains("not supported between instances of")) {
            // The interpreter's own words about a comparison; that it is refused is what counts.
            return essentials;
        }
        int yaml = text.indexOf(" is not valid YAML: ");
        if (yaml >= 0 && text.contains("in \"<unicode string>\"")) {
            // Its parser's words and excerpts; ours says it in its own.
            essentials.add(text.substring(0, yaml) + " is not valid YAML: ");
            return essentials;
        }
        int pydantic = text.indexOf(" validation error");
        if (pydantic < 0) {
            essentials.add(text.strip());
            return essentials;
        }
        String[] lines = text.split("\n", -1);
        for (String line : lines) {
            if (line.contains(" validation error") || line.contains("For further information")) {
                continue;
            }
            String essential = line.replaceFirst(" \\[type=.*$", "").strip();
            essentials.add(essential.endsWith("failed validation:") ? essential.replace(":", "") : essential);
        }
        return essentials;
    }
}
