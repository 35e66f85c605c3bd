package io.infermark.cli;

import io.infermark.run.OptionsBuilder;
import io.infermark.run.QuotedWords;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the load generator: its event loops and its JVM. */
final class GeneratorArguments {
    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            description =
                    "Event loops of the load generator (default: by each point's load, at most one for four cores).")
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
            description = "Replaces the generator JVM's arguments; one with spaces stands in double quotes, as in JMH.")
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
            builder.jvmArgs(QuotedWords.split("-jvmArgs", jvmArgs));
        }
        if (jvmArgsPrepend != null) {
            builder.jvmArgsPrepend(QuotedWords.split("-jvmArgsPrepend", jvmArgsPrepend));
        }
        if (jvmArgsAppend != null) {
            builder.jvmArgsAppend(QuotedWords.split("-jvmArgsAppend", jvmArgsAppend));
        }
    }
}
