package io.infermark.config.master;

import io.infermark.config.master.MasterConfig.Component;
import io.infermark.config.master.MasterConfig.OneServer;
import io.infermark.config.master.MasterConfig.SearchRow;
import io.infermark.config.master.MasterConfig.Worker;
import io.infermark.config.master.MasterConfig.Workers;
import org.jspecify.annotations.Nullable;

/** What makes two rows the same point, apart from the concurrency; absent values count as their defaults. A row's environment is no part of a point's name. */
final class PointIdentity {

    private final StringBuilder out = new StringBuilder(160);

    private PointIdentity() {}

    /**
     * The identity of a row.
     *
     * @param scenario lengths, or what is replayed
     */
    static String of(MasterConfig config, String scenario, SearchRow row) {
        PointIdentity identity = new PointIdentity();
        identity.text(config.image());
        identity.text(config.model());
        identity.text(config.modelPrefix());
        identity.text(config.precision());
        identity.text(config.framework());
        identity.text(config.runner());
        identity.text(config.disagg() ? "disagg" : "");
        identity.component(config.router());
        identity.text(config.kvTransfer());
        identity.text(scenario);
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
