package io.infermark.load.arrival;

import io.infermark.api.Arrival;
import io.infermark.model.Fingerprint;
import io.infermark.model.Load;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The file of {@link Arrival#TRACE}, as it was read. */
public final class ArrivalTrace {
    /** A rate that differs less from the file's own is that rate, written with fewer digits. */
    private static final double SAME_RATE = 1e-4;

    private final String file;
    private final byte[] content;
    private final String digest;
    private final ArrivalSchedule instants;

    private ArrivalTrace(String file, byte[] content, String digest, ArrivalSchedule instants) {
        this.file = file;
        this.content = content;
        this.digest = digest;
        this.instants = instants;
    }

    /**
     * Reads the file that a shape names.
     *
     * @param shape a file; with {@link Load.Open#DIGEST} and a digest only that content
     * @throws IllegalArgumentException {@code [TraceUnreadable]}, {@code [TraceChanged]}, {@code [TraceWithoutRate]}, or what {@link ArrivalSchedule#read} says
     */
    public static ArrivalTrace read(String shape) {
        int at = shape.lastIndexOf(Load.Open.DIGEST);
        String file = at < 0 ? shape : shape.substring(0, at);
        byte[] bytes = bytes(file);
        String digest = Fingerprint.of(bytes);
        if (at >= 0 && !shape.substring(at + Load.Open.DIGEST.length()).equals(digest)) {
            throw new IllegalArgumentException("[TraceChanged] " + file + " has the content " + digest + ", not "
                    + shape.substring(at + Load.Open.DIGEST.length())
                    + ". A run keeps the trace that it used under traces/ of its directory; or leave out "
                    + Load.Open.DIGEST
                    + "… to take the file as it is now.");
        }
        ArrivalSchedule instants = ArrivalSchedule.parse(lines(bytes, file), file);
        if (Double.isNaN(instants.realisedRate())) {
            throw new IllegalArgumentException("[TraceWithoutRate] all instants of " + file
                    + " are the same, so there is no rate to replay them at. Give at least two different ones.");
        }
        return new ArrivalTrace(file, bytes, digest, instants);
    }

    private static byte[] bytes(String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    "[TraceUnreadable] the trace \"" + file + "\" can't be read: " + e
                            + ". A relative name is relative to the working directory.",
                    e);
        }
    }

    private static List<String> lines(byte[] bytes, String file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString()
                    .lines()
                    .toList();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "[TraceMalformed] " + file + " is no text. Write an instant a line in seconds, such as 12.345.", e);
        }
    }

    /** As it was named. */
    public String file() {
        return file;
    }

    /** {@link Fingerprint#of(byte[])} of its bytes. */
    public String digest() {
        return digest;
    }

    /** As the file has them. */
    public ArrivalSchedule instants() {
        return instants;
    }

    /** Writes the bytes that were read, whatever the file has become. */
    public void write(Path copy) throws IOException {
        Files.write(copy, content);
    }

    /** The shape that names this content and no other. */
    public String shape() {
        return file + Load.Open.DIGEST + digest;
    }

    /** The instants at a mean rate: as the file has them if it is the file's own. */
    public ArrivalSchedule at(double requestsPerSecond) {
        double factor = instants.realisedRate() / requestsPerSecond;
        return Math.abs(factor - 1) <= SAME_RATE ? instants : instants.stretched(factor);
    }
}
