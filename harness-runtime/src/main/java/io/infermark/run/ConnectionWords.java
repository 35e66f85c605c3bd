package io.infermark.run;

import io.infermark.fork.ConnectionMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the load's connections are written down: as the options of a command, and in {@code plan.json}. What is as always is left out. */
final class ConnectionWords {
    private static final String HTTP = "http";
    private static final String STREAMS = "streamsPerConnection";
    private static final String KEPT = "keepConnections";
    private static final String SOURCES = "sourceAddresses";

    private ConnectionWords() {}

    /** Options by name, without the dash. */
    static Map<String, String> of(ConnectionMessage connections) {
        Map<String, String> words = new LinkedHashMap<>();
        put(words, HTTP, connections.http(), ConnectionMessage.DEFAULT.http());
        put(
                words,
                STREAMS,
                Integer.toString(connections.streams()),
                Integer.toString(ConnectionMessage.DEFAULT.streams()));
        put(words, KEPT, Boolean.toString(connections.kept()), Boolean.toString(ConnectionMessage.DEFAULT.kept()));
        put(words, SOURCES, String.join(",", connections.sources()), "");
        return words;
    }

    private static void put(Map<String, String> words, String name, String value, String usual) {
        if (!value.equals(usual)) {
            words.put(name, value);
        }
    }

    /** Those among further options. */
    static Map<String, String> among(Map<String, String> options) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String name : List.of(HTTP, STREAMS, KEPT, SOURCES)) {
            if (options.containsKey(name)) {
                words.put(name, options.get(name));
            }
        }
        return words;
    }

    /** As they stand in a command. */
    static String text(Map<String, String> words) {
        StringBuilder text = new StringBuilder();
        words.forEach((name, value) -> text.append(text.isEmpty() ? "-" : " -")
                .append(name)
                .append(' ')
                .append(value));
        return text.toString();
    }
}
