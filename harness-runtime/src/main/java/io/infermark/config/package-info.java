/**
 * Text of configuration files becomes values with positions.
 *
 * <p>Data flow: bytes → {@link io.infermark.config.YamlReader} (strict UTF-8, size limits) → snakeyaml's scanner and
 * composer → our own scalar resolution, exactly that of PyYAML's SafeLoader → a {@link io.infermark.config.Value} tree in
 * which every value knows its file, line and column. Nothing here knows what a configuration means: schemas live in
 * {@code io.infermark.config.schema}, the meaning of master files in {@code io.infermark.config.master}.
 *
 * <p>What one dialect refuses and another tolerates (duplicate keys, ambiguous scalars, a byte order mark, carriage
 * returns, tabs) is not decided here: the reader reports it as a finding beside the value, because the dialect of a file is
 * known only after it was read.
 *
 * <p>Memory rule: a document is bounded before it is built ({@link io.infermark.config.YamlLimits}: bytes, nodes, depth,
 * size after alias expansion), so hostile input costs a bounded amount of time and memory. Values are immutable and may be
 * shared between threads; the reader keeps no state between calls.
 */
@NullMarked
package io.infermark.config;

import org.jspecify.annotations.NullMarked;
