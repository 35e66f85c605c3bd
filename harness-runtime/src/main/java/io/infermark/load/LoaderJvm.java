package io.infermark.load;

import java.util.List;

/**
 * Options of the JVM that runs a {@link LoadSession}. Each was measured: C1 only, since the optimising compiler takes a core from the load in the seconds that count and
 * throws code away when the first answers come; the serial collector with a young space that an ordinary window does not fill; no leak detector, which samples buffers.
 */
public final class LoaderJvm {
    private static final int MIB = 20;
    private static final long LEAST_YOUNG = 48;
    private static final long MOST_YOUNG = 256;

    /** Of windows that would fill the largest as well: they collect some times, whatever its size, and may last for minutes. */
    private static final long LONG_WINDOWS = 112;

    /** The part of a spare memory that the young space of such windows may take; what a window does not fill is never touched. */
    private static final long PARTS_OF_MEMORY = 32;

    /** A collection has to look through what each stream holds, so the more streams the fewer there should be: one among twenty thousand takes a tenth of a second. */
    private static final long YOUNG_BYTES_A_STREAM = 40_000;

    private static final long OLD = 80;
    private static final long BYTES_AN_EVENT = 140;
    private static final long BYTES_A_REQUEST = 7000;

    /** Of its connection with all handlers, its exchange and its buffers, as long as it stands. */
    private static final long BYTES_A_STREAM = 24_000;

    private LoaderJvm() {}

    /**
     * Options for a window of a size.
     *
     * @param requests requests of the longest window
     * @param tokens output tokens of all of them
     * @param bodyBytes bytes of the requests that stand prepared at a time
     * @param streams most connections, or streams on them, that stand at a time
     * @param spareBytes memory of which a long window may take a part; 0: none
     */
    public static List<String> flags(long requests, long tokens, long bodyBytes, long streams, long spareBytes) {
        long needed = tokens * BYTES_AN_EVENT + requests * BYTES_A_REQUEST;
        long wanted = (needed * 5 / 4) >> MIB;
        long moreYoung = (streams * YOUNG_BYTES_A_STREAM) >> MIB;
        long young = wanted > MOST_YOUNG + moreYoung
                ? Math.max(LONG_WINDOWS + moreYoung / 4, Math.min(wanted, roomy(spareBytes)))
                : Math.max(LEAST_YOUNG, wanted);
        long heap = young + OLD + (Math.min(bodyBytes, 48L << MIB) >> MIB);
        long most = heap + ((streams * BYTES_A_STREAM) >> MIB);
        return List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xms" + heap + "m",
                "-Xmx" + most + "m",
                "-Xmn" + young + "m",
                "-Xss512k",
                "-XX:+PerfDisableSharedMem",
                // Standard output is the wire to the host; what the JVM has to say goes to the log.
                "-XX:+DisplayVMOutputToStderr",
                "-Xlog:disable",
                "-Xlog:all=warning:stderr",
                // Without memory a loop may end or lose a token's event: no figure of such a window is worth anything.
                "-XX:+ExitOnOutOfMemoryError",
                "-Dio.netty.leakDetection.level=disabled",
                // Its classes alone cost a start 50 ms.
                "-Dio.netty.jfr.enabled=false");
    }

    /** A young space that is not worth its memory is none. */
    private static long roomy(long spareBytes) {
        long part = (spareBytes / PARTS_OF_MEMORY) >> MIB;
        return part > MOST_YOUNG ? part : 0;
    }
}
