package io.infermark.record;

import java.nio.charset.StandardCharsets;

/**
 * Layout of the record file. All fixed-width numbers are big-endian.
 *
 * <pre>
 * header  magic (8 bytes), major u16, minor u16, length of the rest u32, CRC-32 of the rest u32,
 *         rest: nanoOrigin signed, wall-clock seconds signed, nanoseconds varint
 * frame   kind u8, length u32, CRC-32 u32, payload
 *   kind 1  requests of one event loop: (length varint, entry)*
 *   kind 2  a window mark
 * </pre>
 *
 * A frame of an unknown kind is skipped, and so are bytes after the known members of an entry, a mark or the header: a later minor version may add some.
 */
final class RecordFormat {
    static final byte[] MAGIC = "INFREC\r\n".getBytes(StandardCharsets.US_ASCII);
    static final int MAJOR = 1;
    static final int MINOR = 3;
    static final int HEADER_FIXED = 8 + 2 + 2 + 4 + 4;
    static final int FRAME_HEADER = 1 + 4 + 4;
    static final int REQUESTS = 1;
    static final int MARK = 2;

    private RecordFormat() {}
}
