package io.infermark.sim;

import java.util.Locale;
import java.util.Optional;

/**
 * One fault of a response, written {@code kind[@tokens][:argument]}.
 *
 * @param kind what goes wrong
 * @param afterTokens output tokens of the response after which it happens
 * @param argument HTTP status for {@link Kind#STATUS}, nanoseconds for {@link Kind#STALL}, else 0
 */
public record Fault(Kind kind, int afterTokens, long argument) {
    /** No fault. */
    public static final Fault NONE = new Fault(Kind.NONE, 0, 0);

    /** What goes wrong. */
    public enum Kind {
        NONE,
        /** The request is refused with an HTTP status, before any stream. */
        STATUS,
        /** An error object as an event inside the 200 stream, then the end of the body. */
        ERROR,
        /** The stream pauses; all later tokens are due later by the pause. */
        STALL,
        /** The connection, over HTTP/2 the stream, is reset. */
        RST,
        /** The connection is closed in order, without the end of the chunked body. */
        FIN,
        /** Only the sending side is closed, without the end of the chunked body. */
        HALF_CLOSE,
        /** The connection takes no more requests, over HTTP/2 by a GOAWAY frame; what is on it goes on to its end. */
        GOAWAY,
        /** A 200 answer that is an HTML page. */
        HTML,
        /** A 200 answer that is a JSON object without a stream. */
        JSON,
        /** A 200 event stream without any event. */
        EMPTY,
        /** No answer at all; the connection stays open. */
        HANG;

        boolean midStream() {
            return this == ERROR || this == STALL || this == RST || this == FIN || this == HALF_CLOSE || this == GOAWAY;
        }
    }

    /** What a fault must be, for errors. */
    static String wanted() {
        return "one of " + SimOption.FAULT.help() + "; a stall takes " + OptionReader.LIMIT;
    }

    /** Reads a fault; empty if the text is none. */
    static Optional<Fault> parse(String text) {
        String rest = text.trim();
        long argument = 0;
        int colon = rest.indexOf(':');
        String argumentText = "";
        if (colon >= 0) {
            argumentText = rest.substring(colon + 1).trim();
            rest = rest.substring(0, colon).trim();
        }
        int after = 0;
        int at = rest.indexOf('@');
        try {
            if (at >= 0) {
                after = Integer.parseInt(rest.substring(at + 1).trim());
                rest = rest.substring(0, at).trim();
            }
            Kind kind = Kind.valueOf(rest.toUpperCase(Locale.ROOT).replace('-', '_'));
            if (kind == Kind.STATUS) {
                argument = Integer.parseInt(argumentText);
                if (argument < 400 || argument > 599) {
                    return Optional.empty();
                }
            } else if (kind == Kind.STALL) {
                argument = OptionReader.nanosOrNegative(argumentText);
            } else if (!argumentText.isEmpty()) {
                return Optional.empty();
            }
            boolean valid =
                    argument >= 0 && !OptionReader.tooLong(argument) && after >= 0 && (at < 0 || kind.midStream());
            return valid ? Optional.of(new Fault(kind, after, argument)) : Optional.empty();
        } catch (IllegalArgumentException unknownKindOrNumber) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (kind) {
            case STATUS -> name + ":" + argument;
            case STALL -> name + "@" + afterTokens + ":" + OptionReader.format(argument);
            case ERROR, RST, FIN, HALF_CLOSE, GOAWAY -> name + "@" + afterTokens;
            case NONE, HTML, JSON, EMPTY, HANG -> name;
        };
    }
}
