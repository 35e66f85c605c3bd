package io.infermark.server.secret;

/** A secret that is not where its reference says. The message names the place, never a value, and carries no code. */
public final class SecretMissingException extends Exception {
    private static final long serialVersionUID = 1;

    SecretMissingException(String message) {
        super(message);
    }
}
