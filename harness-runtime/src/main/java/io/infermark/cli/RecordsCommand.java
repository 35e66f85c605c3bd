package io.infermark.cli;

import io.infermark.plan.UsageException;
import io.infermark.record.RecordFormatException;
import io.infermark.result.RecordsExport;
import io.infermark.sim.SimException;
import io.infermark.sim.SimLogReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code records DIR}: prints the record of every request, so that every figure can be computed again by somebody else. */
@Command(
        name = "records",
        mixinStandardHelpOptions = true,
        description =
                "Prints the record of every request below DIR (a run, a point or a trial), one a line; instants are ns from the start of its trial.")
final class RecordsCommand implements Callable<Integer> {
    private final PrintStream out;

    @Parameters(paramLabel = "DIR", description = "Results directory, or any folder in it.")
    Path directory = Path.of(".");

    @Option(
            names = {"-format", "--format"},
            paramLabel = "FORM",
            description = "jsonl (default) or csv.")
    String format = "jsonl";

    @Option(
            names = {"-events", "--events"},
            description = "Adds the time, the token count and the kind of every token event.")
    boolean events;

    @Option(
            names = {"-sendLog", "--send-log"},
            paramLabel = "FILE",
            description =
                    "Joins the send log of our simulator (sim --send-log FILE, same host): for every request the error of every token event (read - write, ns), and a last line that sums them up.")
    @Nullable
    Path sendLog;

    RecordsCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        RecordsExport.Format form = form();
        List<Path> files = files();
        try {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            if (sendLog != null) {
                errors(sendLog, form).write(files, writer);
                return ExitCode.GOOD;
            }
            RecordsExport.write(() -> new RecordFiles(files), 0, form, events, writer);
            return ExitCode.GOOD;
        } catch (IOException | UncheckedIOException | RecordFormatException e) {
            throw new UsageException("[RecordsUnreadable] " + e.getMessage(), e);
        }
    }

    private static SendLogErrors errors(Path sendLog, RecordsExport.Format form) {
        if (form == RecordsExport.Format.CSV) {
            throw new UsageException("[FormatUnknown] -sendLog writes lists and so jsonl only. Leave -format out.");
        }
        try {
            return new SendLogErrors(SimLogReader.read(sendLog));
        } catch (SimException unreadable) {
            throw new UsageException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    private RecordsExport.Format form() {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "jsonl" -> RecordsExport.Format.JSONL;
            case "csv" -> RecordsExport.Format.CSV;
            default ->
                throw new UsageException("[FormatUnknown] --format " + format + " is unknown. Use jsonl or csv.");
        };
    }

    private List<Path> files() {
        if (Files.isRegularFile(directory)) {
            return List.of(directory);
        }
        if (!Files.isDirectory(directory)) {
            throw new UsageException("[DirectoryMissing] " + directory + " is no directory.");
        }
        try (Stream<Path> below = Files.walk(directory)) {
            List<Path> files = below.filter(
                            file -> file.getFileName().toString().equals("records.imr"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new UsageException("[RecordsMissing] there is no records.imr below " + directory
                        + ". Is it the directory of a run?");
            }
            return files;
        } catch (IOException e) {
            throw new UsageException("[DirectoryUnreadable] " + directory + " can't be read: " + e, e);
        }
    }
}
