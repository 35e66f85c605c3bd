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
        if (mark.load() instanceof Load.Open open && !open.shape().isEmpty()) {
            to.text(open.shape());
        }
    }

    static WindowMark read(ByteReader in) {
        int bits = in.octet();
        int iteration = in.int32();
        Load load = load(in);
        long start = in.instant();
        long full = in.instant();
        long exhausted = in.instant();
        long end = in.instant();
        int scheduled = in.int32();
        long seed = in.signed();
        return new WindowMark(
                (bits & 1) != 0,
                iteration,
                shaped(load, in),
                start,
                full,
                exhausted,
                end,
                scheduled,
                seed,
                (bits & 2) != 0);
    }

    /** The shape is the last member and stands only where there is one; files of minor version 1 and below never have it. */
    private static Load shaped(Load load, ByteReader in) {
        return load instanceof Load.Open open && open.arrival().shaped() && !in.atEnd()
                ? new Load.Open(
                        open.requestsPerSecond(),
                        open.arrival(),
                        open.burstiness(),
                        open.maxConcurrency(),
                        in.requiredText())
                : load;
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
