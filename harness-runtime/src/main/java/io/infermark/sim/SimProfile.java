package io.infermark.sim;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * A file of options, for example the constants fitted to a measured engine: Java properties, one {@code name=value} a
 * line. Options given beside it win.
 */
final class SimProfile {
    private SimProfile() {}

    /** The given options over those of their profile; without one, the given options. */
    static Map<String, String> merge(Map<String, String> options) {
        String file = options.getOrDefault(SimOption.PROFILE.optionName(), "");
        if (file.isEmpty()) {
            return options;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new SimException(
                    "SimProfileUnreadable",
                    "the profile " + file + " cannot be read: " + unreadable
                            + ". It must be a text file of name=value lines.",
                    unreadable);
        }
        Map<String, String> merged = new LinkedHashMap<>();
        for (String name : properties.stringPropertyNames()) {
            merged.put(name, properties.getProperty(name));
        }
        if (merged.containsKey(SimOption.PROFILE.optionName())) {
            throw new SimException(
                    "SimProfileUnreadable",
                    "the profile " + file + " names a profile, but a profile cannot hold another one.");
        }
        try {
            // By itself first, so that the message tells of the file.
            SimConfig.parse(merged);
        } catch (SimException bad) {
            throw new SimException(bad, " (in the profile " + file + ")");
        }
        merged.putAll(options);
        merged.remove(SimOption.PROFILE.optionName());
        return merged;
    }
}
