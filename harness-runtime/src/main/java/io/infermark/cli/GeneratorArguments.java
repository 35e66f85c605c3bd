package io.infermark.cli;

import io.infermark.run.OptionsBuilder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the load generator: its event loops and its JVM. */
final class GeneratorArguments {
    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            description = "Event loops of the load generator (default: 1).")
    @Nullable
    Integer threads;

    @Option(
            names = {"-jvm", "--jvm"},
            paramLabel = "JAVA",
            description = "Executable of the load generator's JVM.")
    @Nullable
    Path jvm;

    @Option(
            names = {"-jvmArgs", "--jvm-args"},
            paramLabel = "ARGS",
            description = "Replaces the generator JVM's arguments.")
    @Nullable
    String jvmArgs;

    @Option(
            names = {"-jvmArgsPrepend", "--jvm-args-prepend"},
            paramLabel = "ARGS",
            description = "Arguments before them.")
    @Nullable
    String jvmArgsPrepend;

    @Option(
            names = {"-jvmArgsAppend", "--jvm-args-append"},
            paramLabel = "ARGS",
            description = "Arguments after them.")
    @Nullable
    String jvmArgsAppend;

    void applyTo(OptionsBuilder builder) {
        if (threads != null) {
            builder.threads(threads);
        }
        if (jvm != null) {
            builder.jvm(jvm);
        }
        if (jvmArgs != null) {
            builder.jvmArgs(words(jvmArgs));
        }
        if (jvmArgsPrepend != null) {
            builder.jvmArgsPrepend(words(jvmArgsPrepend));
        }
        if (jvmArgsAppend != null) {
            builder.jvmArgsAppend(words(jvmArgsAppend));
        }
    }

    /** Words between spaces. */
    static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+", -1));
    }
}
