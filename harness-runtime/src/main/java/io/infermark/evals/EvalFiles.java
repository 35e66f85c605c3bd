package io.infermark.evals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of eval jobs. */
final class EvalFiles {
    /** What describes a job. */
    static final String META = "meta_env.json";

    private static final Pattern CONCURRENCY = Pattern.compile("_conc(\\d+)(?:_\\d+)?\\.json$");
    private static final ObjectMapper JSON = new ObjectMapper();

    private EvalFiles() {}

    /** A file's content; a missing node for a file that is not there or no JSON. */
    static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    /** The folder itself and the folders in it that have a {@link #META}, by name. */
    static List<Path> jobs(Path root) throws IOException {
        List<Path> jobs = new ArrayList<>();
        if (!Files.isDirectory(root)) {
            return jobs;
        }
        if (Files.exists(root.resolve(META))) {
            jobs.add(root);
        }
        try (Stream<Path> folders = Files.list(root)) {
            folders.filter(folder -> Files.isDirectory(folder) && Files.exists(folder.resolve(META)))
                    .sorted()
                    .forEach(jobs::add);
        }
        return jobs;
    }

    /** The concurrency that a batch's file was measured at, from its name. */
    static OptionalInt concurrency(Path file) {
        Matcher suffix =
                CONCURRENCY.matcher(Objects.requireNonNull(file.getFileName()).toString());
        return suffix.find() ? OptionalInt.of(Integer.parseInt(suffix.group(1))) : OptionalInt.empty();
    }

    /** lm-eval's results of a job: the newest file, or of a batch the newest for each concurrency, ascending. */
    static Collection<Path> results(Path job, boolean batched) throws IOException {
        SortedMap<Integer, Path> newest = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.list(job)) {
            files = all.filter(file -> file.toString().endsWith(".json") && !file.endsWith(META))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            OptionalInt concurrency = batched ? concurrency(file) : OptionalInt.of(0);
            if (concurrency.isPresent() && read(file).has("lm_eval_version")) {
                Path known = newest.get(concurrency.getAsInt());
                if (known == null || time(file).compareTo(time(known)) > 0) {
                    newest.put(concurrency.getAsInt(), file);
                }
            }
        }
        return newest.values();
    }

    private static FileTime time(Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }
}
