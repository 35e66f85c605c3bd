package io.infermark.config.master;

import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.MasterConfig.AgenticCoding;
import io.infermark.config.master.MasterConfig.Component;
import io.infermark.config.master.MasterConfig.Concurrency;
import io.infermark.config.master.MasterConfig.FixedSeqLen;
import io.infermark.config.master.MasterConfig.Listed;
import io.infermark.config.master.MasterConfig.OneServer;
import io.infermark.config.master.MasterConfig.Range;
import io.infermark.config.master.MasterConfig.SearchRow;
import io.infermark.config.master.MasterConfig.Topology;
import io.infermark.config.master.MasterConfig.Worker;
import io.infermark.config.master.MasterConfig.Workers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes typed records of an entry that its schema has accepted and coerced. */
final class MasterConfigReader {

    private MasterConfigReader() {}

    static MasterConfig read(String key, Mapping entry) {
        List<FixedSeqLen> fixed = new ArrayList<>();
        List<AgenticCoding> agentic = new ArrayList<>();
        Mapping scenarios = entry.get("scenarios") instanceof Mapping mapping ? mapping : entry;
        Rules.items(scenarios, "fixed-seq-len").forEach(item -> fixed.add(fixedSeqLen((Mapping) item)));
        Rules.items(scenarios, "seq-len-configs").forEach(item -> fixed.add(fixedSeqLen((Mapping) item)));
        Rules.items(scenarios, "agentic-coding").forEach(item -> agentic.add(agenticCoding((Mapping) item)));
        return new MasterConfig(
                key,
                entry.position(),
                text(entry, "image"),
                text(entry, "model"),
                text(entry, "model-prefix"),
                text(entry, "precision"),
                text(entry, "framework"),
                text(entry, "runner"),
                flag(entry, "multinode"),
                flag(entry, "disagg"),
                component(entry, "router"),
                textOrNull(entry, "kv-p2p-transfer"),
                fixed,
                agentic);
    }

    private static FixedSeqLen fixedSeqLen(Mapping item) {
        return new FixedSeqLen(item.position(), number(item, "isl", 0), number(item, "osl", 0), rows(item));
    }

    private static AgenticCoding agenticCoding(Mapping item) {
        Double utilization = item.get("dram-utilization") instanceof Value.Real real ? real.number() : null;
        return new AgenticCoding(item.position(), utilization, rows(item));
    }

    private static List<SearchRow> rows(Mapping item) {
        List<SearchRow> rows = new ArrayList<>();
        Rules.items(item, "search-space").forEach(row -> rows.add(row((Mapping) row)));
        return rows;
    }

    private static SearchRow row(Mapping row) {
        return new SearchRow(
                row.position(),
                topology(row),
                text(row, "spec-decoding"),
                concurrency(row),
                component(row, "router"),
                textOrNull(row, "kv-p2p-transfer"),
                textOrNull(row, "kv-offloading"),
                component(row, "kv-offload-backend"),
                settings(row));
    }

    private static Topology topology(Mapping row) {
        if (row.get("prefill") instanceof Mapping prefill && row.get("decode") instanceof Mapping decode) {
            return new Workers(worker(prefill), worker(decode));
        }
        Integer ep = Rules.isSet(row, "ep") ? number(row, "ep", 1) : null;
        Boolean attention = Rules.isSet(row, "dp-attn") ? flag(row, "dp-attn") : null;
        return new OneServer(
                number(row, "tp", 1),
                number(row, "pp", 1),
                number(row, "dcp-size", 1),
                number(row, "pcp-size", 1),
                ep,
                attention);
    }

    private static Worker worker(Mapping worker) {
        return new Worker(
                number(worker, "num-worker", 1),
                number(worker, "tp", 1),
                number(worker, "pp", 1),
                number(worker, "dcp-size", 1),
                number(worker, "pcp-size", 1),
                number(worker, "ep", 1),
                flag(worker, "dp-attn"),
                textOrNull(worker, "hardware"),
                settings(worker));
    }

    private static List<String> settings(Mapping holder) {
        return Rules.items(holder, "additional-settings").stream()
                .map(item -> ((Value.Text) item).text())
                .toList();
    }

    private static Concurrency concurrency(Mapping row) {
        List<Value> list = Rules.items(row, "conc-list");
        if (list.isEmpty()) {
            return new Range(number(row, "conc-start", 1), number(row, "conc-end", 1));
        }
        return new Listed(list.stream().map(MasterConfigReader::integer).toList());
    }

    private static @Nullable Component component(Mapping model, String key) {
        return model.get(key) instanceof Mapping component
                ? new Component(text(component, "name"), textOrNull(component, "version"))
                : null;
    }

    private static String text(Mapping model, String key) {
        String text = textOrNull(model, key);
        return text == null ? "" : text;
    }

    private static @Nullable String textOrNull(Mapping model, String key) {
        return model.get(key) instanceof Value.Text text ? text.text() : null;
    }

    private static boolean flag(Mapping model, String key) {
        return model.get(key) instanceof Value.Flag flag && flag.flag();
    }

    private static int number(Mapping model, String key, int absent) {
        Value value = model.get(key);
        return value instanceof Value.Whole ? integer(value) : absent;
    }

    private static int integer(Value value) {
        if (value instanceof Value.Whole whole && whole.number().bitLength() < Integer.SIZE) {
            return whole.number().intValue();
        }
        throw ConfigException.of(
                "NumberTooLarge",
                value.position(),
                "the number does not fit 32 bits; no length, size or concurrency is that large. Check the digits.");
    }
}
