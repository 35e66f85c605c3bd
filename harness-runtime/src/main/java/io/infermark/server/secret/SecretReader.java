package io.infermark.server.secret;

import io.infermark.model.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the values of {@link SecretRef references}; keeps none. */
public final class SecretReader {
    private final UnaryOperator<@Nullable String> environment;

    /** @param environment name of a variable to its value, null if unset */
    public SecretReader(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    /** Reads this process's environment. */
    public static SecretReader ofProcess() {
        return new SecretReader(name -> name == null ? null : System.getenv(name));
    }

    /**
     * The value, without the line end that files usually have.
     *
     * @throws SecretMissingException if there is none, or it is empty; the message names the place only
     */
    public String read(SecretRef reference) throws SecretMissingException {
        String value = switch (reference.kind()) {
            case ENV -> environment.apply(reference.name());
            case FILE -> readFile(reference);
        };
        if (value == null || value.isEmpty()) {
            throw new SecretMissingException(
                    "the secret " + reference + " is not set or is empty. Set it, or remove the reference.");
        }
        return value;
    }

    /** {@code text} itself, or the secret that it refers to. */
    public String readText(String text) throws SecretMissingException {
        return SecretRef.isReference(text) ? read(SecretRef.parse(text)) : text;
    }

    private static String readFile(SecretRef reference) throws SecretMissingException {
        try {
            return Files.readString(Path.of(reference.name())).stripTrailing();
        } catch (IOException unreadable) {
            throw new SecretMissingException("the secret " + reference + " cannot be read ("
                    + unreadable.getClass().getSimpleName() + "). Check the path and its permissions.");
        }
    }
}
