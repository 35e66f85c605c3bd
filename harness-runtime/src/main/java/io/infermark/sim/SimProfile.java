package io.infermark.sim;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Options with those of their profile below them: a file of options, for example the constants fitted to a measured engine, as Java properties, one
 * {@code name=value} a line. Lines and options are one configuration and are checked as one, since a line may be valid only beside an option; so a value that an
 * option overrides is never read, only its name is.
 *
 * @param options the given options over those of the profile
 * @param places where an option was found that comes from the profile, by its name
 */
record SimProfile(Map<String, String> options, Map<String, String> places) {
    private static final String CODE = "SimProfileUnreadable";

    static SimProfile below(Map<String, String> given) {
        String file = given.getOrDefault(SimOption.PROFILE.optionName(), "");
        SimProfile profile = new SimProfile(new LinkedHashMap<>(), new LinkedHashMap<>());
        if (!file.isEmpty()) {
            profile.read(file);
        }
        profile.options.putAll(given);
        profile.options.remove(SimOption.PROFILE.optionName());
        profile.places.keySet().removeAll(given.keySet());
        return profile;
    }

    private void read(String file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of(file));
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new SimException(
                    CODE,
                    "the profile " + file + " cannot be read: " + unreadable
                            + ". It must be a text file of name=value lines.",
                    unreadable);
        }
        for (int first = 0, next; first < lines.size(); first = next) {
            next = first + 1;
            StringBuilder text = new StringBuilder(lines.get(first));
            while (!isComment(lines.get(first)) && continues(lines.get(next - 1)) && next < lines.size()) {
                text.append('\n').append(lines.get(next++));
            }
            take(text.toString(), "the profile " + file + ", line " + (first + 1));
        }
    }

    private static boolean isComment(String line) {
        String text = line.strip();
        return text.startsWith("#") || text.startsWith("!");
    }

    /** An odd number of backslashes at its end: the last one is not escaped. */
    private static boolean continues(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\\') {
            end--;
        }
        return (line.length() - end) % 2 == 1;
    }

    /** One option, or nothing but a comment. */
    private void take(String text, String place) {
        Properties line = new Properties();
        try {
            line.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException malformed) {
            throw new SimException(CODE, place + " cannot be read: " + malformed.getMessage(), malformed);
        }
        for (String name : line.stringPropertyNames()) {
            if (name.equals(SimOption.PROFILE.optionName())) {
                throw new SimException(CODE, place + " names a profile, but a profile cannot hold another one.");
            }
            try {
                options.put(SimOption.require(name).optionName(), line.getProperty(name));
            } catch (SimException unknown) {
                throw new SimException(unknown, " (in " + place + ")");
            }
            places.put(name, place);
        }
    }
}
