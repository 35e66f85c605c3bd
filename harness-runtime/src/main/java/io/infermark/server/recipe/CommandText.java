package io.infermark.server.recipe;

import io.infermark.api.Launch;
import io.infermark.api.Vendor;
import io.infermark.model.SecretRef;
import io.infermark.spi.ContainerPlan;
import io.infermark.spi.StartPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A plan as one shell command. Secrets stand as what reads them ({@code "$NAME"}, {@code "$(cat file)"}), so that the line can be shown, kept and pasted. */
public final class CommandText {
    private CommandText() {}

    /** One line for a host process, or {@code docker run …} for a container, or the URLs of somebody else's server. */
    public static String of(StartPlan plan) {
        List<String> words = new ArrayList<>();
        if (plan.launch() == Launch.EXTERNAL) {
            return "(running already: " + String.join(" ", plan.endpoint().urls()) + ")";
        }
        if (plan.launch() == Launch.CONTAINER) {
            return docker(plan);
        }
        plan.env().forEach((name, value) -> words.add(name + "=" + quote(value)));
        plan.secretEnv().forEach((name, secret) -> words.add(name + "=" + reader(secret)));
        plan.command().forEach(word -> words.add(quote(word)));
        return String.join(" ", words);
    }

    private static String docker(StartPlan plan) {
        ContainerPlan container = plan.container();
        List<String> words = new ArrayList<>(List.of("docker", "run", "--rm", "-p", "127.0.0.1::" + plan.port()));
        devices(plan, words);
        if (container.shmBytes() > 0) {
            words.add("--shm-size=" + container.shmBytes());
        }
        if (container.hostIpc()) {
            words.add("--ipc=host");
        }
        if (!container.cores().isEmpty()) {
            words.add("--cpuset-cpus=" + container.cores());
        }
        container.ulimits().forEach(limit -> words.add("--ulimit " + limit.name() + "=" + limit.value()));
        container.groups().forEach(group -> words.add("--group-add " + group));
        container.capabilities().forEach(capability -> words.add("--cap-add " + capability));
        container.securityOptions().forEach(option -> words.add("--security-opt " + quote(option)));
        container
                .mounts()
                .forEach(mount -> words.add(
                        "-v " + quote(mount.host() + ":" + mount.container() + (mount.readOnly() ? ":ro" : ""))));
        plan.env().forEach((name, value) -> words.add("-e " + quote(name + "=" + value)));
        plan.secretEnv().forEach((name, secret) -> words.add("-e " + name + "=" + reader(secret)));
        if (!plan.program().isEmpty()) {
            words.add("--entrypoint " + quote(plan.program().get(0)));
        }
        words.add(quote(container.image()));
        plan.program().stream().skip(1).forEach(word -> words.add(quote(word)));
        plan.arguments().forEach(word -> words.add(quote(word)));
        return String.join(" ", words);
    }

    private static void devices(StartPlan plan, List<String> words) {
        if (plan.devices().gpus().isEmpty()) {
            return;
        }
        if (plan.devices().vendor() == Vendor.NVIDIA) {
            words.add("--gpus '\"device="
                    + plan.devices().gpus().stream().map(String::valueOf).collect(Collectors.joining(",")) + "\"'");
        } else if (plan.devices().vendor() == Vendor.AMD) {
            words.add("--device /dev/kfd --device /dev/dri");
        } else {
            words.add("--device /dev/dri");
        }
    }

    private static String reader(SecretRef secret) {
        return secret.kind() == SecretRef.Kind.ENV
                ? "\"$" + secret.name() + "\""
                : "\"$(cat " + quote(secret.name()) + ")\"";
    }

    /** A word as a POSIX shell reads it back. */
    static String quote(String word) {
        if (!word.isEmpty() && word.matches("[A-Za-z0-9_@%+=:,./{}-]+") && !word.matches(".*\\{.*,.*}.*")) {
            return word;
        }
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
