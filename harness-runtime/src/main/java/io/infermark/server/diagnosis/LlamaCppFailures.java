package io.infermark.server.diagnosis;

import java.util.List;

/** What llama-server prints. */
final class LlamaCppFailures {
    private static final String SEEN = "llama-server b11434, run";

    static final List<KnownFailure> ALL = List.of(
            seen(
                    "PortTaken",
                    "couldn't bind HTTP server socket.*port: (\\d+)",
                    "port $1 is in use.",
                    "end what listens there (ss -ltnp), or leave the port to the harness."),
            seen(
                    "UnknownFlag",
                    "error: invalid argument: (\\S+)",
                    "llama-server does not know the argument $1.",
                    "remove it from @Server(flags) or @Axis(flag); llama-server --help lists what this build knows."),
            seen(
                    "ModelMissing",
                    "failed to load model, '([^']*)'",
                    "the model file $1 could not be loaded.",
                    "state a readable GGUF file with @Model(id = \"/path/model.gguf\")."));

    private LlamaCppFailures() {}

    private static KnownFailure seen(String code, String regex, String cause, String fix) {
        return new KnownFailure(code, DiagnosisTable.pattern(regex), cause, fix, SEEN, false);
    }
}
