package io.infermark.doctor;

import io.infermark.platform.HostView;
import java.nio.file.Path;
import java.util.List;

/** The cache of downloaded weights, and whether it holds those that are needed. */
final class ModelCacheCheck implements HostCheck {
    @Override
    public String name() {
        return "model-cache";
    }

    /** Where the hub's client keeps weights. */
    static Path folder(HostView host) {
        return host.environment("HF_HUB_CACHE")
                .or(() -> host.environment("HUGGINGFACE_HUB_CACHE"))
                .map(Path::of)
                .orElseGet(() -> home(host).resolve("hub"));
    }

    /** The hub client's own folder. */
    static Path home(HostView host) {
        return host.environment("HF_HOME")
                .map(Path::of)
                .orElseGet(() -> Path.of(host.property("user.home").orElse("/root"), ".cache", "huggingface"));
    }

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        Path folder = folder(host);
        List<String> cached = host.entries(folder).stream()
                .filter(name -> name.startsWith("models--"))
                .toList();
        List<String> absentPaths = needs.models().stream()
                .filter(id -> id.startsWith("/") && !host.exists(Path.of(id)))
                .sorted()
                .toList();
        if (!absentPaths.isEmpty()) {
            return CheckResult.fail(
                    name(), "no such file or folder: " + absentPaths, "correct @Model(id), or put the weights there.");
        }
        List<String> absent = needs.models().stream()
                .filter(id -> id.matches("[\\w.-]+/[\\w.-]+"))
                .filter(id -> !cached.contains("models--" + id.replace("/", "--")))
                .sorted()
                .toList();
        String text = folder + " holds " + cached.size() + (cached.size() == 1 ? " model" : " models");
        if (!absent.isEmpty()) {
            boolean offline =
                    host.environment("HF_HUB_OFFLINE").filter("1"::equals).isPresent();
            String fix = "hf download " + String.join("; hf download ", absent)
                    + ", or point HF_HUB_CACHE at a cache that has them.";
            return offline
                    ? CheckResult.fail(name(), text + ", not " + absent + ", and HF_HUB_OFFLINE=1", fix)
                    : CheckResult.warn(name(), text + ", not " + absent + ": the start would download them", fix);
        }
        if (host.exists(folder) && !host.usable(folder)) {
            return CheckResult.warn(
                    name(),
                    folder + " may not be read or written by this user",
                    "correct its permissions, or set HF_HUB_CACHE.");
        }
        return host.exists(folder)
                ? CheckResult.ok(name(), text)
                : CheckResult.notApplicable(
                        name(), "there is no " + folder + "; engines make it at their first download");
    }
}
