package io.infermark.validation;

import io.infermark.model.AxisSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.ServerSpec;
import io.infermark.model.Suggestion;
import java.util.List;
import java.util.regex.Pattern;

/** Rules of engine flags, as words of the server's and as carriers of the user's axes. */
final class FlagRules {
    private static final Pattern NUMBER = Pattern.compile("-[0-9.].*");

    private FlagRules() {}

    static void check(ServerSpec server, Findings findings) {
        List<String> words = server.flags();
        for (int i = 0; i < words.size(); i++) {
            if (isFlag(words.get(i))) {
                checkKnown(server.engine(), name(words.get(i)), "server.flags[" + i + "]", findings);
            }
        }
    }

    static void checkCarrier(ServerSpec server, AxisSpec axis, String path, Findings findings) {
        String flag = axis.carrierName();
        if (!isFlag(flag) || flag.chars().anyMatch(Character::isWhitespace)) {
            findings.add(Code.FLAG_MALFORMED, path, axis.name(), flag, axis.name());
            return;
        }
        checkKnown(server.engine(), flag, path, findings);
        List<String> words = server.flags();
        for (int i = 0; i < words.size(); i++) {
            if (isFlag(words.get(i)) && name(words.get(i)).equals(flag)) {
                findings.add(Code.FLAG_TWICE, path, flag, "server.flags[" + i + "]");
            }
        }
    }

    private static void checkKnown(EngineSpec engine, String flag, String path, Findings findings) {
        if (engine.managedFlags().contains(flag)) {
            findings.add(Code.FLAG_MANAGED, path, flag, engine.name());
        } else if (!engine.flags().isEmpty() && !engine.flags().contains(flag)) {
            String suggestion = Suggestion.sentence(flag, engine.flags());
            findings.add(
                    Code.FLAG_UNKNOWN,
                    path,
                    engine.name(),
                    flag,
                    suggestion.isEmpty()
                            ? " If it does, add it to the flags of the engine's facts, on a type of your own."
                            : suggestion);
        }
    }

    private static boolean isFlag(String word) {
        return word.startsWith("-")
                && word.length() > 1
                && !NUMBER.matcher(word).matches();
    }

    private static String name(String word) {
        int equals = word.indexOf('=');
        return equals < 0 ? word : word.substring(0, equals);
    }
}
