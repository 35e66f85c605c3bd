package io.infermark.model;

import io.infermark.api.Launch;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * By which engine, and how it starts; the members mean what {@link io.infermark.api.Server} says.
 *
 * @param launch never {@link Launch#AUTO}: see {@link #resolveLaunch}
 */
public record ServerSpec(
        EngineSpec engine,
        String image,
        Launch launch,
        List<String> command,
        List<String> flags,
        Map<String, String> env,
        Duration startTimeout,
        boolean prefixCache,
        EndpointSpec endpoint,
        double prefixHitRate) {
    public ServerSpec {
        command = List.copyOf(command);
        flags = List.copyOf(flags);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    }

    /** A server whose prompts share no beginning. */
    public ServerSpec(
            EngineSpec engine,
            String image,
            Launch launch,
            List<String> command,
            List<String> flags,
            Map<String, String> env,
            Duration startTimeout,
            boolean prefixCache,
            EndpointSpec endpoint) {
        this(engine, image, launch, command, flags, env, startTimeout, prefixCache, endpoint, 0);
    }

    /** What {@link Launch#AUTO} means for these members. */
    public static Launch resolveLaunch(Launch stated, String image, List<String> urls, EngineSpec engine) {
        if (stated != Launch.AUTO) {
            return stated;
        }
        if (!urls.isEmpty()) {
            return Launch.EXTERNAL;
        }
        return image.isEmpty() ? engine.defaultLaunch() : Launch.CONTAINER;
    }
}
