package io.infermark.record;

import io.infermark.api.Arrival;
import io.infermark.model.Load;

/** A window mark as a frame of the record file. */
final class MarkCodec {
    private static final int CLOSED = 0;
    private static final int OPEN = 1;

    private MarkCodec() {}

    static void write(WindowMark mark, ByteWriter to) {
        to.octet((mark.warmup() ? 1 : 0) | (mark.interrupted() ? 2 : 0));
        to.signed(mark.iteration());
        if (mark.load() instanceof Load.Closed closed) {
            to.octet(CLOSED);
            to.signed(closed.concurrency());
        } else if (mark.load() instanceof Load.Open open) {
            to.octet(OPEN);
            to.float64(open.requestsPerSecond());
            to.text(open.arrival().label());
            to.float64(open.burstiness());
            to.signed(open.maxConcurrency());
        }
        to.instant(mark.startNanos());
        to.instant(mark.fullNanos());
        to.instant(mark.exhaustedNanos());
        to.instant(mark.endNanos());
        to.signed(mark.scheduled());
        to.signed(mark.seed());
    }

    static WindowMark read(ByteReader in) {
        int bits = in.octet();
        int iteration = in.int32();
        Load load = load(in);
        return new WindowMark(
                (bits & 1) != 0,
                iteration,
                load,
                in.instant(),
                in.instant(),
                in.instant(),
                in.instant(),
                in.int32(),
                in.signed(),
                (bits & 2) != 0);
    }

    private static Load load(ByteReader in) {
        int kind = in.octet();
        return switch (kind) {
            case CLOSED -> new Load.Closed(in.int32());
            case OPEN -> new Load.Open(in.float64(), arrival(in.requiredText()), in.float64(), in.int32());
            default -> throw new RecordFormatException("a window under the unknown load " + kind);
        };
    }

    private static Arrival arrival(String label) {
        for (Arrival arrival : Arrival.values()) {
            if (arrival.label().equals(label)) {
                return arrival;
            }
        }
        throw new RecordFormatException("the unknown arrival process \"" + label + "\"");
    }
}
