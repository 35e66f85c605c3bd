package io.infermark.result;

import io.infermark.model.BenchmarkSpec;
import org.jspecify.annotations.Nullable;

/**
 * What was measured, by which version of this harness, and how to do it again.
 *
 * @param servedModel the name that requests carried
 * @param hardware name of the accelerator type
 * @param hardwareLabel the site's name for such machines
 * @param gpus GPUs of the server; 0: not known
 * @param engineVersion as the engine said it; null if it did not
 * @param image container image; null if there was none
 * @param imageDigest null if not known
 * @param endpoint URL without secrets; null if the harness started the server
 * @param repeat the command that measures this point again
 */
public record Subject(
        String model,
        @Nullable String modelRevision,
        String modelPrefix,
        @Nullable String servedModel,
        String precision,
        String hardware,
        String hardwareLabel,
        int gpus,
        String engine,
        @Nullable String engineVersion,
        @Nullable String image,
        @Nullable String imageDigest,
        @Nullable String endpoint,
        String harnessVersion,
        String repeat) {

    /** The model of a measurement that no class declares; once a server has said what it serves, that is the model. */
    public static final String UNDECLARED_MODEL = "unknown";

    /** The declared facts; what only a running server knows is null. */
    public static Subject of(BenchmarkSpec spec, int gpus, String harnessVersion, String repeat) {
        return new Subject(
                spec.model().id(),
                emptyToNull(spec.model().revision()),
                spec.model().prefix(),
                emptyToNull(spec.model().servedName()),
                spec.model().precision().label(),
                spec.hardware().name(),
                spec.hardware().label(),
                gpus,
                spec.server().engine().name(),
                null,
                emptyToNull(spec.server().image()),
                null,
                null,
                harnessVersion,
                repeat);
    }

    /** The same subject with what the running server said. */
    public Subject withServer(
            @Nullable String newServedModel,
            @Nullable String newEngineVersion,
            @Nullable String newImageDigest,
            @Nullable String newEndpoint) {
        return new Subject(
                model.equals(UNDECLARED_MODEL) && newServedModel != null ? newServedModel : model,
                modelRevision,
                modelPrefix,
                newServedModel,
                precision,
                hardware,
                hardwareLabel,
                gpus,
                engine,
                newEngineVersion,
                image,
                newImageDigest,
                newEndpoint,
                harnessVersion,
                repeat);
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
