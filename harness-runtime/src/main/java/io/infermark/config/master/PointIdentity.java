package io.infermark.config.master;

import io.infermark.config.master.MasterConfig.Component;
import io.infermark.config.master.MasterConfig.OneServer;
import io.infermark.config.master.MasterConfig.SearchRow;
import io.infermark.config.master.MasterConfig.Worker;
import io.infermark.config.master.MasterConfig.Workers;
import org.jspecify.annotations.Nullable;

/** What makes two rows of one scenario the same point, apart from the concurrency; absent values count as their defaults. */
final class PointIdentity {

    private final StringBuilder out = new StringBuilder(160);

    private PointIdentity() {}

    /** The identity of a row, ending in a separator. */
    static String of(SearchRow row) {
        PointIdentity identity = new PointIdentity();
        if (row.topology() instanceof OneServer server) {
            identity.numbers(server.tp(), server.pp(), server.dcpSize(), server.pcpSize());
            identity.numbers(server.ep() == null ? 1 : server.ep());
            identity.text(Boolean.TRUE.equals(server.dpAttention()) ? "dpa" : "");
        } else if (row.topology() instanceof Workers workers) {
            identity.worker(workers.prefill());
            identity.worker(workers.decode());
        }
        identity.text(row.speculation());
        identity.component(row.router());
        identity.text(row.kvTransfer());
        identity.text(row.kvOffloading());
        identity.component(row.kvOffloadBackend());
        return identity.out.toString();
    }

    private void worker(Worker worker) {
        numbers(worker.count(), worker.tp(), worker.pp(), worker.dcpSize(), worker.pcpSize(), worker.ep());
        text(worker.dpAttention() ? "dpa" : "");
        text(worker.hardware());
        worker.settings().forEach(this::text);
    }

    private void component(@Nullable Component component) {
        text(component == null ? null : component.name());
        text(component == null ? null : component.version());
    }

    private void numbers(int... numbers) {
        for (int number : numbers) {
            out.append(number).append('|');
        }
    }

    private void text(@Nullable String text) {
        out.append(text == null ? "" : text).append('|');
    }
}
