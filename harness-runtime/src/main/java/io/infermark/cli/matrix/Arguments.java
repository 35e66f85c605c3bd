package io.infermark.cli.matrix;

import io.infermark.config.master.Dialect;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of arguments beyond picocli's; a failure is an argument error, exit code 2. */
final class Arguments {

    private final CommandSpec spec;

    Arguments(CommandSpec spec) {
        this.spec = spec;
    }

    void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), "[BadArgument] " + message);
        }
    }

    void requireInDialect(boolean condition, String option, Dialect dialect) {
        require(condition, "the dialect " + dialect.label() + " has no " + option + ", as upstream has none there.");
    }

    void requireChoices(String option, List<String> given, Collection<String> choices) {
        for (String value : given) {
            require(
                    choices.contains(value),
                    "argument " + option + ": invalid choice: '" + value + "' (choose from "
                            + String.join(", ", choices) + ")");
        }
    }

    /** picocli takes an unknown option for one more value of a list; upstream refuses it. */
    void refuseOptionsAmong(String option, List<String> given) {
        for (String value : given) {
            require(!value.startsWith("--"), "unrecognized arguments: " + value + " (after " + option + ")");
        }
    }
}
