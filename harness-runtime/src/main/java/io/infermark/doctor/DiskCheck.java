package io.infermark.doctor;

import io.infermark.platform.HostView;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Room for results, temporary files and weights. */
final class DiskCheck implements HostCheck {
    @Override
    public String name() {
        return "disk";
    }

    private static final long RESULTS_FAIL = 256L << 20;
    private static final long RESULTS_WARN = 4L << 30;
    private static final long TEMPORARY_WARN = 1L << 30;
    private static final long WEIGHTS_WARN = 50L << 30;

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        Path results = Path.of(host.property("user.dir").orElse("."));
        Path temporary = Path.of(host.property("java.io.tmpdir").orElse("/tmp"));
        Path weights = ModelCacheCheck.folder(host);
        OptionalLong ofResults = host.freeBytes(results);
        OptionalLong ofTemporary = host.freeBytes(temporary);
        OptionalLong ofWeights = host.freeBytes(weights);
        if (ofResults.isEmpty()) {
            return CheckResult.warn(
                    name(), results + " does not tell its free space", "put results elsewhere with -out.");
        }
        String text = "free: " + Bytes.text(ofResults.getAsLong()) + " for results (" + results + "), "
                + Bytes.text(ofTemporary.orElse(0)) + " temporary (" + temporary + "), "
                + Bytes.text(ofWeights.orElse(0))
                + " for weights (" + weights + ")";
        if (ofResults.getAsLong() < RESULTS_FAIL) {
            return CheckResult.fail(
                    name(),
                    text,
                    "free space, or put results elsewhere with -out: records of a long sweep take gigabytes.");
        }
        if (ofResults.getAsLong() < RESULTS_WARN || ofTemporary.orElse(0) < TEMPORARY_WARN) {
            return CheckResult.warn(
                    name(), text, "free space, put results elsewhere with -out, or point TMPDIR at another disk.");
        }
        return !needs.models().isEmpty() && ofWeights.orElse(0) < WEIGHTS_WARN
                ? CheckResult.warn(
                        name(), text, "point HF_HUB_CACHE at a larger disk if weights have still to be downloaded.")
                : CheckResult.ok(name(), text);
    }
}
