package io.infermark.run;

import io.infermark.api.Launch;
import io.infermark.fork.FromGenerator;
import io.infermark.plan.PlannedPoint;
import io.infermark.server.ServerHandle;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a running endpoint said of itself and what requests asked of it, by name, as a trial's result keeps it. Nothing secret is among it. */
final class EndpointSayings {
    private EndpointSayings() {}

    /** @param opened what the load generator found out; null if it never came so far */
    static Map<String, String> of(FromGenerator.@Nullable Opened opened, ServerHandle server, PlannedPoint planned) {
        Map<String, String> said = new TreeMap<>();
        said.put("model", server.endpoint().model());
        said.put("engineVersion", server.versions().getOrDefault("engine", ""));
        // The id names the image where no registry gave it a digest.
        for (String fact : List.of("image", "imageId", "imageDigest")) {
            said.put(fact, server.versions().getOrDefault(fact, ""));
        }
        said.put("protocol", server.endpoint().options().protocol().label());
        if (planned.spec().server().launch() == Launch.EXTERNAL) {
            said.put("url", server.endpoint().urls().toString());
        } else {
            said.put("started", "true");
        }
        if (opened != null) {
            opened.facts().forEach((name, value) -> {
                if (!value.isEmpty()) {
                    said.put(name, value);
                }
            });
            said.put("model", opened.model());
            said.put("prompts", opened.promptKind());
        }
        if (RandomWeights.askedBy(planned.spec().server().flags())) {
            said.put("weightsProvenance", "random");
        }
        said.values().removeIf(String::isEmpty);
        return said;
    }
}
