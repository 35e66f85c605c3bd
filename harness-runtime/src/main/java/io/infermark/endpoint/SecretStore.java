package io.infermark.endpoint;

import io.infermark.model.EndpointSpec;
import io.infermark.model.HeaderSpec;
import io.infermark.model.SecretRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads secrets, each once, from environment variables and files, or from what another process sent by pipe. Safe for use by several threads.
 *
 * <p>A value is used without the white space around it (files end in a line break). Errors name the reference, never the value.
 */
public final class SecretStore {
    private static final long MAX_FILE_BYTES = 64 * 1024;

    private final Function<SecretRef, String> reader;
    private final Map<SecretRef, Secret> known = new LinkedHashMap<>();

    private SecretStore(Function<SecretRef, String> reader) {
        this.reader = reader;
    }

    /** Secrets of this process: its environment and the files that it can read. */
    public static SecretStore ofProcess() {
        return ofEnvironment(System::getenv);
    }

    /** Secrets of a stated environment, and files. */
    public static SecretStore ofEnvironment(Function<String, @Nullable String> environment) {
        return new SecretStore(reference -> reference.kind() == SecretRef.Kind.ENV
                ? fromEnvironment(reference, environment.apply(reference.name()))
                : fromFile(reference));
    }

    /**
     * Secrets that were read elsewhere: what {@link #values} gave there.
     *
     * @param values by reference, {@code env:NAME}
     */
    public static SecretStore ofValues(Map<String, String> values) {
        Map<String, String> copy = Map.copyOf(values);
        return new SecretStore(reference -> {
            String value = copy.get(reference.toString());
            if (value == null) {
                throw EndpointException.configuration("SecretMissing", reference + " was not handed to this process.");
            }
            return value;
        });
    }

    /**
     * The secret that a reference means.
     *
     * @throws EndpointException {@code [SecretMissing]} if there is no such variable or file, {@code [SecretEmpty]} if it is empty, {@code [SecretUnreadable]} if the file cannot be
     *     read, {@code [SecretMalformed]} if it holds characters that no HTTP header can carry
     */
    public synchronized Secret get(SecretRef reference) {
        Secret secret = known.get(reference);
        if (secret == null) {
            secret = new Secret(
                    reference, checked(reference, reader.apply(reference).strip()));
            known.put(reference, secret);
        }
        return secret;
    }

    /** Values of all secrets that an endpoint refers to, by reference: to be written to another process's pipe and nowhere else. */
    public Map<String, String> values(EndpointSpec spec) {
        Map<String, String> values = new LinkedHashMap<>();
        for (SecretRef reference : references(spec)) {
            values.put(reference.toString(), get(reference).reveal());
        }
        return values;
    }

    /** What an endpoint refers to: its API key, headers, and query values of its URLs and base path. */
    public static Set<SecretRef> references(EndpointSpec spec) {
        Set<SecretRef> references = new LinkedHashSet<>();
        if (!spec.apiKey().isEmpty()) {
            references.add(SecretRef.parse(spec.apiKey()));
        }
        for (HeaderSpec header : spec.headers()) {
            if (header.secret()) {
                references.add(SecretRef.parse(header.value()));
            }
        }
        references.addAll(RequestUris.secretReferences(spec.basePath()));
        spec.urls().forEach(url -> references.addAll(RequestUris.secretReferences(url)));
        return references;
    }

    /** Takes every secret read so far out of texts. */
    public synchronized Redactor redactor() {
        return new Redactor(known.values());
    }

    @Override
    public synchronized String toString() {
        return "SecretStore" + known.keySet();
    }

    private static String fromEnvironment(SecretRef reference, @Nullable String value) {
        if (value == null) {
            throw EndpointException.configuration(
                    "SecretMissing",
                    reference + " is not set. Export the environment variable " + reference.name()
                            + " in the process that runs this, or name a file with file:/path.");
        }
        return value;
    }

    private static String fromFile(SecretRef reference) {
        try {
            Path path = Path.of(reference.name());
            if (!Files.exists(path)) {
                throw EndpointException.configuration(
                        "SecretMissing", reference + " does not exist. Write the secret into that file, mode 600.");
            }
            if (!Files.isRegularFile(path) || Files.size(path) > MAX_FILE_BYTES) {
                throw EndpointException.configuration(
                        "SecretUnreadable", reference + " is no file of a secret: a folder, or larger than 64 KiB.");
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw EndpointException.configuration(
                    "SecretUnreadable",
                    reference + " cannot be read (" + e.getClass().getSimpleName()
                            + "). The file must be UTF-8 text that this user may read.");
        }
    }

    private static String checked(SecretRef reference, String value) {
        if (value.isEmpty()) {
            throw EndpointException.configuration("SecretEmpty", reference + " is empty. A secret needs a value.");
        }
        if (value.chars().anyMatch(c -> c < 0x20 || c > 0x7E)) {
            throw EndpointException.configuration(
                    "SecretMalformed",
                    reference
                            + " holds a line break or a character outside printable ASCII, which no HTTP header can carry. It must be one line.");
        }
        return value;
    }
}
