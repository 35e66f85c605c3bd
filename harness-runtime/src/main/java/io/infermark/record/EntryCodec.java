package io.infermark.record;

/** A request as an entry of the record file. */
final class EntryCodec {
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final TokenSource[] SOURCES = TokenSource.values();

    private EntryCodec() {}

    static void write(RequestRecord head, EventLog events, ByteWriter to) {
        to.signed(head.index());
        to.octet((head.warmup() ? 1 : 0) | (head.reusedConnection() ? 2 : 0));
        to.signed(head.iteration());
        to.text(head.requestId());
        to.signed(head.url());
        to.instant(head.intendedNanos());
        to.instant(head.sentNanos());
        to.signed(head.connectNanos());
        to.instant(head.firstByteNanos());
        to.instant(head.doneNanos());
        to.signed(head.status());
        to.text(head.outcome().label());
        to.text(head.detail());
        to.text(head.finishReason());
        to.signed(head.plannedInputTokens());
        to.signed(head.plannedOutputTokens());
        to.signed(head.usageInputTokens());
        to.signed(head.usageOutputTokens());
        to.signed(head.cachedTokens());
        to.text(head.tokenSource().label());
        events.writeTo(to);
        Transport transport = head.transport();
        to.text(transport.protocol());
        to.octet(transport.tls() ? 1 : 0);
        to.signed(transport.streams());
        to.signed(head.stoppedChoices());
    }

    static RequestRecord read(ByteReader in) {
        int index = in.int32();
        int bits = in.octet();
        int iteration = in.int32();
        String requestId = in.requiredText();
        int url = in.int32();
        long intended = in.instant();
        long sent = in.instant();
        long connect = in.signed();
        long firstByte = in.instant();
        long done = in.instant();
        int status = in.int32();
        Outcome outcome = outcome(in.requiredText());
        String detail = in.text();
        String finishReason = in.text();
        int plannedInput = in.int32();
        int plannedOutput = in.int32();
        int usageInput = in.int32();
        int usageOutput = in.int32();
        int cached = in.int32();
        TokenSource source = source(in.requiredText());
        int count = count(in);
        long[] nanos = new long[count];
        int[] tokens = new int[count];
        byte[] flags = new byte[count];
        long at = 0;
        for (int i = 0; i < count; i++) {
            at += in.signed();
            long packed = in.varint();
            nanos[i] = at;
            int counted = (int) (packed >>> 3) - 1;
            // That an event has no token is known whatever the source.
            tokens[i] = source == TokenSource.NONE && counted != 0 ? -1 : counted;
            flags[i] = (byte) (packed & 7);
        }
        // Files of minor version 0 end here.
        Transport transport =
                in.atEnd() ? Transport.NONE : new Transport(in.requiredText(), in.octet() != 0, in.int32());
        // Files of minor version 2 and below have one finish reason for all choices: it speaks for one of them, and of
        // the others nobody knows.
        int stopped = in.atEnd() ? (FinishReason.stopped(finishReason) ? 1 : 0) : in.int32();
        return new RequestRecord(
                index,
                (bits & 1) != 0,
                iteration,
                requestId,
                url,
                intended,
                sent,
                connect,
                (bits & 2) != 0,
                transport,
                firstByte,
                done,
                status,
                outcome,
                detail,
                finishReason,
                stopped,
                plannedInput,
                plannedOutput,
                usageInput,
                usageOutput,
                cached,
                source,
                nanos,
                tokens,
                flags);
    }

    private static int count(ByteReader in) {
        long count = in.varint();
        if (count < 0 || count > 1 << 28) {
            throw new RecordFormatException("a request with " + count + " events");
        }
        return (int) count;
    }

    private static Outcome outcome(String label) {
        for (Outcome outcome : OUTCOMES) {
            if (outcome.label().equals(label)) {
                return outcome;
            }
        }
        throw new RecordFormatException("the unknown outcome \"" + label + "\"");
    }

    private static TokenSource source(String label) {
        for (TokenSource source : SOURCES) {
            if (source.label().equals(label)) {
                return source;
            }
        }
        throw new RecordFormatException("the unknown token source \"" + label + "\"");
    }
}
