package io.infermark.cli;

import io.infermark.api.Protocol;
import io.infermark.plan.UsageException;
import io.infermark.run.OptionsBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how requests reach a server: the same wherever a server or a URL is named. */
final class EndpointArguments {
    @Option(
            names = {"-model", "--model"},
            paramLabel = "NAME",
            description = "Model name that requests carry (default: the declared one, else the server's only one).")
    @Nullable
    String model;

    @Option(
            names = {"-protocol", "--protocol"},
            paramLabel = "FORM",
            description = "Request form: completions or chat.")
    @Nullable
    String protocol;

    @Option(
            names = {"-dialect", "--dialect"},
            paramLabel = "NAME",
            description =
                    "Server family whose fields requests carry: vllm, sglang, trtllm, llama.cpp, tgi, transformers,"
                            + " dynamo, sim or openai, which is standard fields only (default: detected).")
    @Nullable
    String dialect;

    @Option(
            names = {"-basePath", "--base-path"},
            paramLabel = "PATH",
            description = "Path before /completions (default: /v1).")
    @Nullable
    String basePath;

    @Option(
            names = {"-apiKey", "--api-key"},
            paramLabel = "REF",
            description = "Where the API key is: env:NAME or file:/path. Never the key itself.")
    @Nullable
    String apiKey;

    @Option(
            names = {"-header", "--header"},
            paramLabel = "\"NAME: VALUE\"",
            description = "Further header; a value env:NAME or file:/path is a secret. Repeatable.")
    List<String> headers = new ArrayList<>();

    @Option(
            names = {"-body", "--body"},
            paramLabel = "NAME=JSON",
            description = "Further body field. Repeatable.")
    List<String> body = new ArrayList<>();

    @Option(
            names = {"-removeBody", "--remove-body"},
            paramLabel = "NAME",
            description = "Body field that must not be sent. Repeatable.")
    List<String> removeBody = new ArrayList<>();

    @Option(
            names = {"-ca", "--ca-certificate"},
            paramLabel = "PEM",
            description = "File with the certificate authorities to trust for https.")
    @Nullable
    String caCertificate;

    @Option(
            names = {"-clientCert", "--client-certificate"},
            paramLabel = "CERT,KEY",
            description = "PEM files of a client certificate and its key.")
    @Nullable
    String clientCertificate;

    void applyTo(OptionsBuilder builder) {
        if (model != null) {
            builder.model(model);
        }
        if (protocol != null) {
            builder.protocol(protocol(protocol));
        }
        if (dialect != null) {
            builder.dialect(dialect);
        }
        if (basePath != null) {
            builder.basePath(basePath);
        }
        if (apiKey != null) {
            builder.apiKey(apiKey);
        }
        headers.forEach(builder::header);
        for (String field : body) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new UsageException("[BodyMalformed] -body \"" + field + "\" has not the form name=JSON.");
            }
            builder.body(field.substring(0, equals), field.substring(equals + 1));
        }
        removeBody.forEach(builder::removeBody);
        if (caCertificate != null) {
            builder.caCertificate(caCertificate);
        }
        if (clientCertificate != null) {
            builder.clientCertificate(clientCertificate);
        }
    }

    private static Protocol protocol(String text) {
        return Arrays.stream(Protocol.values())
                .filter(p -> p.label().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "[ProtocolUnknown] -protocol " + text + " is unknown. Use completions or chat."));
    }
}
