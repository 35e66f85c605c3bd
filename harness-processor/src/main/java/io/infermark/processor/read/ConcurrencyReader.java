package io.infermark.processor.read;

import io.infermark.model.ConcurrencyRange;
import io.infermark.processor.report.Message;
import io.infermark.processor.report.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code @Concurrency}, expanded.
 *
 * @param ranged whether it was written as a range that doubles
 */
record ConcurrencyReader(List<Integer> values, boolean ranged) {
    static ConcurrencyReader read(Reading reading, String path, Members members) {
        List<Integer> list = list(reading, path, members);
        boolean from = members.stated("from");
        boolean to = members.stated("to");
        if (!from && !to && !members.stated("step")) {
            return new ConcurrencyReader(list, false);
        }
        if (members.stated("value")) {
            reading.unreadable(path, members.place("value"), Message.CONCURRENCY_BOTH);
            return new ConcurrencyReader(List.of(1), false);
        }
        if (!from || !to) {
            Place place = members.place(from ? "from" : to ? "to" : "step");
            reading.unreadable(path, place, Message.CONCURRENCY_HALF, from ? "to" : to ? "from" : "from and to");
            return new ConcurrencyReader(List.of(1), false);
        }
        int first = members.number("from");
        int last = members.number("to");
        int step = members.number("step");
        try {
            return new ConcurrencyReader(ConcurrencyRange.expand(first, last, step), step == 2);
        } catch (IllegalArgumentException e) {
            Place place = members.place(first < 1 ? "from" : last < first ? "to" : "step");
            reading.unreadable(path, place, Message.CONCURRENCY_RANGE, e);
            return new ConcurrencyReader(List.of(1), false);
        }
    }

    private static List<Integer> list(Reading reading, String path, Members members) {
        List<Integer> values = new ArrayList<>();
        for (Members.Item<Integer> item : members.numbers("value")) {
            reading.place(path + "[" + values.size() + "]", item.place());
            values.add(item.value());
        }
        return values;
    }
}
