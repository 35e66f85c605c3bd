package io.infermark.run;

import java.util.List;
import java.util.Locale;

/**
 * Tells by a server's flags that its engine serves random weights. Engines do not say so over HTTP, and a flag cannot be forgotten as a declaration can. vLLM, SGLang and Dynamo's
 * workers have {@code --load-format dummy}; TensorRT-LLM has {@code --load_format dummy} (vLLM 0.24.0 seen, the others documented).
 */
final class RandomWeights {
    private static final String FLAG = "--load-format";
    private static final String VALUE = "dummy";

    private RandomWeights() {}

    static boolean askedBy(List<String> serverFlags) {
        List<String> flags = serverFlags.stream()
                .map(word -> word.toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        if (flags.contains(FLAG + "=" + VALUE)) {
            return true;
        }
        int at = flags.lastIndexOf(FLAG);
        return at >= 0 && at + 1 < flags.size() && flags.get(at + 1).equals(VALUE);
    }
}
