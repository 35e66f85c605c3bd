package io.infermark.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line in this JVM. */
final class Cli {
    private Cli() {}

    /** How a command ended and what it printed. */
    record Ran(int code, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }

        /** It has figures for every point; that the machine was too busy for them to be valid is not the question. */
        boolean measured() {
            return code == ExitCode.GOOD
                    || (code == 1
                            && out.matches("(?s).*\\RINVALID (GeneratorUnfit|ConcurrencyNotHeld|HostDisturbed).*"));
        }

        @Override
        public String toString() {
            return "exit code " + code + "\n--- out\n" + out + "\n--- err\n" + err;
        }
    }

    /** {@code quick} with short prompts and a fixed seed, and whatever else is asked for. */
    static Ran quick(String url, Path out, String... more) {
        List<String> words = new ArrayList<>(List.of("quick", url, "-isl", "16", "-seed", "7"));
        words.addAll(List.of("-out", out.toString()));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    static Ran run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
