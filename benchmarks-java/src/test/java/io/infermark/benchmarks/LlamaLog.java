package io.infermark.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What llama-server says of each request in its log: {@code launch_slot_} as it begins, {@code print_timing} as it ends. */
final class LlamaLog {
    private static final Pattern LAUNCHED = Pattern.compile("launch_slot_: id +\\d+ \\| task (\\d+) \\| processing");
    private static final Pattern TIMING = Pattern.compile(
            "print_timing: id +\\d+ \\| task (\\d+) \\| +(prompt eval|eval) time = +([0-9.]+) ms / +(\\d+) tokens");

    private final Path file;

    LlamaLog(Path file) {
        this.file = file;
    }

    /**
     * A request that the server has finished.
     *
     * @param promptMillis without the wait for a slot
     * @param evalMillis from its first token to its last
     */
    record Task(int number, int promptTokens, int outputTokens, double promptMillis, double evalMillis) {}

    String text() {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Requests that were given a slot. */
    long launched() {
        return LAUNCHED.matcher(text()).results().count();
    }

    /** Finished requests, in the order in which they were given. */
    List<Task> tasks() {
        Map<Integer, Matcher> prompts = new LinkedHashMap<>();
        List<Task> tasks = new ArrayList<>();
        for (String line : text().split("\n", -1)) {
            Matcher timing = TIMING.matcher(line);
            if (!timing.find()) {
                continue;
            }
            int number = Integer.parseInt(timing.group(1));
            if (timing.group(2).equals("prompt eval")) {
                prompts.put(number, timing);
                continue;
            }
            Matcher prompt = prompts.get(number);
            if (prompt != null) {
                tasks.add(new Task(
                        number,
                        Integer.parseInt(prompt.group(4)),
                        Integer.parseInt(timing.group(4)),
                        Double.parseDouble(prompt.group(3)),
                        Double.parseDouble(timing.group(3))));
            }
        }
        tasks.sort(Comparator.comparingInt(Task::number));
        return tasks;
    }

    /** Waits until the log, which a thread of the server's own writes, says so. */
    void await(String what, Duration limit, BooleanSupplier said) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + limit.toNanos();
        while (!said.getAsBoolean()) {
            if (System.nanoTime() > end || never.await(50, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the server's log never told of " + what + ":\n" + text());
            }
        }
    }
}
