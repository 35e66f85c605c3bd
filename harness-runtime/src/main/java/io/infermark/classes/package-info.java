/**
 * Master configurations and annotated classes as two spellings of one thing.
 *
 * <p><b>Data flow.</b> Import: {@link io.infermark.config.master.MasterFile} → {@link io.infermark.classes.ConfigSpecs} (an entry as a
 * {@link io.infermark.model.BenchmarkSpec}, each part with its position in the file) → {@link io.infermark.classes.ClassImport} (Java source). Export: the specs of compiled
 * classes → {@link io.infermark.classes.ClassExport} → YAML. {@link io.infermark.classes.SpecChecks} runs the compiler's validator over the same specs, so that a
 * file and a class have one set of rules.
 *
 * <p><b>The promise.</b> A file, imported, compiled and exported, expands to the same matrix, row by row and in order. Import proves it for each entry before it writes a class:
 * what the class would export must equal the entry, else the entry is refused. Machines of a runner label are expanded after the round trip, by the matrix generator.
 *
 * <p><b>Memory.</b> Everything is a value of the size of the files; nothing is kept between calls.
 */
@NullMarked
package io.infermark.classes;

import org.jspecify.annotations.NullMarked;
