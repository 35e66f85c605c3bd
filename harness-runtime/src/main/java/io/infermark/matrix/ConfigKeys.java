package io.infermark.matrix;

import io.infermark.config.ConfigException;
import io.infermark.config.SourcePosition;
import io.infermark.config.master.Dialect;
import io.infermark.model.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds config keys by name or pattern. */
public final class ConfigKeys {

    private ConfigKeys() {}

    /**
     * Resolves the argument of {@code --config-keys}. FEB takes names only and keeps repetitions; later dialects take shell
     * patterns ({@code *}, {@code ?}, {@code [seq]} beside them) and each key once.
     *
     * @throws ConfigException when a name or pattern matches nothing
     */
    static List<String> resolve(List<String> wanted, Set<String> available, Dialect dialect) {
        if (dialect == Dialect.FEB) {
            List<String> missing =
                    wanted.stream().filter(key -> !available.contains(key)).toList();
            if (!missing.isEmpty()) {
                throw unknown(missing, available);
            }
            return wanted;
        }
        Set<String> resolved = new LinkedHashSet<>();
        for (String key : wanted) {
            if (key.indexOf('*') < 0 && key.indexOf('?') < 0) {
                if (!available.contains(key)) {
                    throw unknown(List.of(key), available);
                }
                resolved.add(key);
                continue;
            }
            Pattern pattern = ShellPattern.compile(key);
            List<String> matches =
                    available.stream().filter(k -> pattern.matcher(k).matches()).toList();
            if (matches.isEmpty()) {
                throw ConfigException.of(
                        "UnknownConfigKey",
                        SourcePosition.NONE,
                        "Pattern '" + key + "' matched no config keys.\n" + listed(available));
            }
            resolved.addAll(matches);
        }
        return new ArrayList<>(resolved);
    }

    /**
     * Resolves the {@code config-keys} of a changelog entry: {@code *} is the only wildcard, everything else is literal.
     *
     * @return keys in order, each once
     * @throws ConfigException when a name or pattern matches nothing
     */
    public static List<String> ofChangelog(List<String> wanted, Collection<String> available) {
        Set<String> resolved = new LinkedHashSet<>();
        for (String key : wanted) {
            if (key.indexOf('*') < 0) {
                if (!available.contains(key)) {
                    throw ConfigException.of(
                            "UnknownConfigKey",
                            SourcePosition.NONE,
                            ("Config key '" + key + "' not found in master configs. "
                                            + Suggestion.ofKey(key, available, List.of()))
                                    .strip());
                }
                resolved.add(key);
                continue;
            }
            List<String> matches =
                    available.stream().filter(k -> matchesStars(key, k)).toList();
            if (matches.isEmpty()) {
                throw ConfigException.of(
                        "UnknownConfigKey",
                        SourcePosition.NONE,
                        "No config keys matched the wildcard pattern '" + key + "' in master configs.");
            }
            resolved.addAll(matches);
        }
        return new ArrayList<>(resolved);
    }

    /** Greedy matching without backtracking over more than the last star: linear in practice, never exponential. */
    private static boolean matchesStars(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static ConfigException unknown(List<String> keys, Collection<String> available) {
        String hint = keys.size() == 1 ? Suggestion.ofKey(keys.get(0), available, List.of()) : "";
        return ConfigException.of(
                "UnknownConfigKey",
                SourcePosition.NONE,
                "Config key(s) not found: " + String.join(", ", keys) + ".\n" + listed(available)
                        + (hint.isEmpty() ? "" : "\n" + hint));
    }

    private static String listed(Collection<String> available) {
        return "Available keys: " + String.join(", ", new TreeSet<>(available));
    }
}
