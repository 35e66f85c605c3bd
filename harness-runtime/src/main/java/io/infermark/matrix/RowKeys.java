package io.infermark.matrix;

import io.infermark.config.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Identities of groups of rows. */
public final class RowKeys {

    private RowKeys() {}

    /** The values of some fields. */
    static String of(Map<String, Value> row, List<String> fields) {
        StringBuilder key = new StringBuilder();
        for (String field : fields) {
            Value value = row.get(field);
            key.append(value == null ? "" : CanonicalJson.of(normal(value))).append('\n');
        }
        return key.toString();
    }

    /** Everything but some fields, as a short digest: a million topologies must not cost their texts. */
    public static String without(Map<String, Value> row, Set<String> ignored) {
        Map<String, Value> kept = new LinkedHashMap<>(row);
        kept.keySet().removeAll(ignored);
        StringBuilder text = new StringBuilder(512);
        CanonicalJson.append(normal(Value.Mapping.generated(kept)), text);
        byte[] digest = sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return new String(digest, 0, 16, StandardCharsets.ISO_8859_1);
    }

    /** The digest that identities and fingerprints are made with. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("[NoSha256] every Java platform must have SHA-256, this one has not", e);
        }
    }

    /** Python holds 1, 1.0 and True for one key. */
    private static Value normal(Value value) {
        if (value instanceof Value.Flag flag) {
            return Value.whole(flag.flag() ? 1 : 0);
        }
        if (value instanceof Value.Real real && real.number() == Math.rint(real.number())) {
            return Double.isFinite(real.number()) ? Value.whole(new BigDecimal(real.number()).toBigInteger()) : real;
        }
        if (value instanceof Value.Sequence sequence) {
            return Value.list(sequence.items().stream().map(RowKeys::normal).toList());
        }
        if (value instanceof Value.Mapping mapping) {
            Map<String, Value> entries = new LinkedHashMap<>();
            mapping.entries().forEach((key, entry) -> entries.put(key, normal(entry)));
            return Value.Mapping.generated(entries);
        }
        return value;
    }
}
