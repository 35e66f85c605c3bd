package io.infermark.doctor;

import io.infermark.model.SecretRef;
import io.infermark.platform.HostView;
import java.nio.file.Path;
import java.util.List;

/** Secrets: those that requests and servers carry, and the hub's token. Values are looked for, never shown. */
final class TokensCheck implements HostCheck {
    @Override
    public String name() {
        return "tokens";
    }

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        List<String> absent = needs.secrets().stream()
                .filter(secret -> !present(host, secret))
                .map(SecretRef::toString)
                .sorted()
                .toList();
        if (!absent.isEmpty()) {
            return CheckResult.fail(
                    name(),
                    "not set or empty: " + absent,
                    "set the variable or write the file that the reference names, or remove the reference.");
        }
        String stated = needs.secrets().isEmpty()
                ? ""
                : needs.secrets().stream().map(SecretRef::toString).sorted().toList() + " are set; ";
        if (host.environment("HF_TOKEN").isPresent()) {
            return CheckResult.ok(name(), stated + "HF_TOKEN is set");
        }
        Path file = host.environment("HF_TOKEN_PATH")
                .map(Path::of)
                .orElseGet(() -> ModelCacheCheck.home(host).resolve("token"));
        if (host.text(file).filter(text -> !text.isEmpty()).isPresent()) {
            return CheckResult.ok(name(), stated + "the hub's token is in " + file);
        }
        return needs.models().stream().anyMatch(id -> id.matches("[\\w.-]+/[\\w.-]+"))
                ? CheckResult.warn(
                        name(),
                        stated + "neither HF_TOKEN nor " + file + " has a token for the hub",
                        "export HF_TOKEN and pass it with @Server(env = \"HF_TOKEN=env:HF_TOKEN\") if the model is gated.")
                : CheckResult.notApplicable(name(), stated + "no token for the hub, and nothing needs one");
    }

    private static boolean present(HostView host, SecretRef secret) {
        return (secret.kind() == SecretRef.Kind.ENV
                        ? host.environment(secret.name())
                        : host.text(Path.of(secret.name())))
                .filter(value -> !value.isBlank())
                .isPresent();
    }
}
