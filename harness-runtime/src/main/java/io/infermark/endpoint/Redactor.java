package io.infermark.endpoint;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes secrets out of texts that others wrote: server messages, logs, library exceptions. */
public final class Redactor {
    private final List<Map.Entry<String, String>> replacements;

    Redactor(Collection<Secret> secrets) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Secret secret : secrets) {
            String mark = "<secret " + secret.reference() + ">";
            String value = secret.reveal();
            all.putIfAbsent(value, mark);
            all.putIfAbsent(value.replace("\\", "\\\\").replace("\"", "\\\""), mark);
            all.putIfAbsent(URLEncoder.encode(value, StandardCharsets.UTF_8), mark);
            all.putIfAbsent(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)), mark);
        }
        List<Map.Entry<String, String>> longestFirst = new ArrayList<>(all.entrySet());
        longestFirst.sort(Comparator.comparingInt(
                        (Map.Entry<String, String> e) -> e.getKey().length())
                .reversed());
        this.replacements = List.copyOf(longestFirst);
    }

    /** The text with each secret, plain or as JSON, URL or Base64 writes it, replaced by its reference. */
    public String redact(String text) {
        String clean = text;
        for (Map.Entry<String, String> replacement : replacements) {
            clean = clean.replace(replacement.getKey(), replacement.getValue());
        }
        return clean;
    }

    @Override
    public String toString() {
        return "Redactor[" + replacements.size() + "]";
    }
}
