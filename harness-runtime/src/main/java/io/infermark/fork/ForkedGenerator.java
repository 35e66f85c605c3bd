package io.infermark.fork;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A generator in a JVM of its own. */
public final class ForkedGenerator implements Generator {
    private static final Duration LEAVE = Duration.ofSeconds(10);
    /** Beyond the deadline that the generator itself keeps. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    /** Before its window, a calibration opens connections to a server of its own. */
    private static final Duration OPENING = Duration.ofSeconds(60);

    private final Wire wire = new Wire();
    private final Process process;
    private final Path log;
    private final Writer toProcess;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Thread reader;

    private sealed interface Event {}

    private record Message(FromGenerator message) implements Event {}

    private static final int LAST_WORDS_BYTES = 4096;

    private record Ended(@Nullable String problem) implements Event {}

    private ForkedGenerator(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.toProcess = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.reader = new Thread(this::readMessages, "infermark-generator-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts the process.
     *
     * @param command of the JVM, main class included
     * @param log takes its standard error
     */
    public static ForkedGenerator start(List<String> command, Path log) {
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            return new ForkedGenerator(builder.start(), log);
        } catch (IOException e) {
            throw new GeneratorException(
                    "[GeneratorNotStarted] the load generator's JVM can't be started: " + e.getMessage()
                            + ". -jvm names its executable.",
                    e);
        }
    }

    private void readMessages() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = reader.readLine()) != null) {
                if (Wire.isMessage(line)) {
                    events.add(new Message(wire.read(line, FromGenerator.class)));
                } else {
                    // The JVM itself prints to its standard output where -jvmArgsAppend tells it to, as -Xlog:gc does.
                    Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }
            events.add(new Ended(null));
        } catch (IOException | GeneratorException e) {
            events.add(new Ended(e.getMessage()));
        }
    }

    @Override
    public FromGenerator.Opened open(ToGenerator.Open order, Duration deadline) {
        send(order);
        return await(FromGenerator.Opened.class, deadline);
    }

    @Override
    public FromGenerator.WindowEnded run(ToGenerator.RunWindow order) {
        send(order);
        return await(
                FromGenerator.WindowEnded.class,
                Duration.ofMillis(order.timeoutMillis()).plus(GRACE));
    }

    @Override
    public FromGenerator.Calibrated calibrate(ToGenerator.Calibrate order) {
        send(order);
        return await(
                FromGenerator.Calibrated.class,
                Duration.ofMillis(order.timeoutMillis()).plus(OPENING).plus(GRACE));
    }

    @Override
    public void stop(Duration drain) {
        sendIfAlive(new ToGenerator.Stop(drain.toMillis()));
    }

    @Override
    public void abort() {
        sendIfAlive(new ToGenerator.Abort());
    }

    @Override
    public void close() {
        sendIfAlive(new ToGenerator.Close());
        try {
            if (!process.waitFor(LEAVE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(LEAVE.toMillis(), TimeUnit.MILLISECONDS);
            }
            reader.join(LEAVE.toMillis());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        checkLeave();
    }

    /** The last records are written when the file is closed, so a full disk may show only now. */
    private void checkLeave() {
        List<Event> left = new ArrayList<>();
        events.drainTo(left);
        for (Event event : left) {
            if (event instanceof Message message && message.message() instanceof FromGenerator.Refused refused) {
                throw new GeneratorException(refused.message(), refused.usage());
            }
        }
    }

    @Override
    public OptionalLong process() {
        return OptionalLong.of(process.pid());
    }

    private <T extends FromGenerator> T await(Class<T> type, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            Event event = poll(end - System.nanoTime(), deadline);
            if (event instanceof Ended ended) {
                throw new GeneratorException(death(ended), false);
            }
            FromGenerator message = ((Message) event).message();
            if (message instanceof FromGenerator.Refused refused) {
                throw new GeneratorException(refused.message(), refused.usage());
            }
            if (type.isInstance(message)) {
                return type.cast(message);
            }
        }
    }

    private Event poll(long nanos, Duration deadline) {
        try {
            Event event = events.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            if (event != null) {
                return event;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new GeneratorException(
                "[GeneratorHung] the load generator did not answer within " + deadline.toSeconds()
                        + " s and was killed. Its log is " + log + ".",
                false);
    }

    private String death(Ended ended) {
        String code;
        try {
            code = process.waitFor(5, TimeUnit.SECONDS) ? Integer.toString(process.exitValue()) : "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            code = "unknown";
        }
        String problem = ended.problem() == null ? "" : " (" + ended.problem() + ")";
        String last = lastLine();
        if (last.contains("OutOfMemoryError")) {
            return "[GeneratorMemory] the heap of the load generator's JVM is too small for this load; what was measured before is kept. Give it a larger one with -jvmArgsAppend -Xmx…, or use fewer streams or shorter prompts. Its log is "
                    + log + ".";
        }
        return "[GeneratorDied] the load generator's JVM ended with exit code " + code + problem + last + " Its log is "
                + log + ".";
    }

    /** Its last words. Only the log's end is read, whatever its bytes are: a JVM that was told to log may have written gigabytes. */
    private String lastLine() {
        ByteBuffer end = ByteBuffer.allocate(LAST_WORDS_BYTES);
        boolean whole;
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            long from = Math.max(0, channel.size() - LAST_WORDS_BYTES);
            whole = from == 0;
            channel.position(from);
            while (channel.read(end) > 0) {
                // More may be there to be read.
            }
        } catch (IOException e) {
            return "; its log can't be read.";
        }
        String text = new String(end.array(), 0, end.position(), StandardCharsets.UTF_8).stripTrailing();
        int lineBreak = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
        if (text.isEmpty()) {
            return ".";
        }
        return ": " + (lineBreak < 0 && !whole ? "…" : "") + text.substring(lineBreak + 1);
    }

    private void send(ToGenerator message) {
        try {
            write(message);
        } catch (IOException e) {
            throw new GeneratorException(death(new Ended(null)), false);
        }
    }

    private void sendIfAlive(ToGenerator message) {
        try {
            write(message);
        } catch (IOException e) {
            // Nobody reads the pipe: the process is gone or just going, and with it whatever the message would have
            // ended.
        }
    }

    private synchronized void write(ToGenerator message) throws IOException {
        toProcess.write(wire.write(message));
        toProcess.write('\n');
        toProcess.flush();
    }
}
