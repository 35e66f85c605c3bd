package io.infermark.run;

/** A trial's records can't be analysed. The message starts with its code in brackets. */
final class RecordsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordsException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
