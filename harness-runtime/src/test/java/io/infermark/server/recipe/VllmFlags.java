package io.infermark.server.recipe;

import io.infermark.api.Precision;
import io.infermark.api.SpecDecoding;
import io.infermark.api.hardware.H100;
import io.infermark.api.hardware.HostCpu;
import io.infermark.model.Parallelism;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The flags that the vLLM recipe can emit, whatever is asked of it. */
final class VllmFlags {
    private static final List<Parallelism> SHAPES =
            List.of(Parallelism.SINGLE, new Parallelism(2, 2, 1, 1, 2, false), new Parallelism(4, 1, 2, 2, 4, true));

    private VllmFlags() {}

    static Set<String> emitted() {
        Set<String> flags = new TreeSet<>();
        for (Parallelism shape : SHAPES) {
            for (SpecDecoding kind : List.of(SpecDecoding.NONE, SpecDecoding.MTP, SpecDecoding.DRAFT_MODEL)) {
                for (Precision precision : Precision.values()) {
                    for (boolean cache : new boolean[] {false, true}) {
                        collect(flags, fixture -> {
                            fixture.parallelism = shape;
                            fixture.specDecoding = kind;
                            fixture.precision = precision;
                            fixture.prefixCache = cache;
                        });
                    }
                }
            }
        }
        collect(flags, fixture -> fixture.hardware = HostCpu.class);
        return flags;
    }

    private static void collect(Set<String> flags, Consumer<SpecFixture> change) {
        SpecFixture fixture = SpecFixture.of("vllm", H100.class);
        fixture.revision = "main";
        fixture.tokenizer = "org/tokenizer";
        fixture.servedName = "served";
        fixture.env = Map.of("DRAFT_MODEL", "org/draft");
        fixture.context = fixture.context.withModelCache(Path.of("/models")).withDebug(true);
        change.accept(fixture);
        fixture.plan().arguments().stream()
                .filter(word -> word.startsWith("--"))
                .forEach(flags::add);
    }
}
