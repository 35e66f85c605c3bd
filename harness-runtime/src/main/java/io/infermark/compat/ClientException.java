package io.infermark.compat;

/** What the client would have raised; the message is the last line of its traceback. */
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final String text;

    ClientException(String type, String text) {
        super(text.isEmpty() ? type : type + ": " + text);
        this.type = type;
        this.text = text;
    }

    /** The Python class, without its module. */
    public String type() {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /** The message without the class. */
    public String text() {
        return text;
    }
}
