/**
 * A small schema engine with the semantics of pydantic 2, which upstream validates with.
 *
 * <p>A {@link io.infermark.config.schema.Model} is a list of {@link io.infermark.config.schema.Field}s, each with a
 * {@link io.infermark.config.schema.FieldType}, and cross-field {@link io.infermark.config.schema.Check}s that run only when
 * all fields are valid. Reading a value gives an {@link io.infermark.config.schema.Outcome}: the coerced value with defaults
 * filled in, or every {@link io.infermark.config.schema.Violation}, each with pydantic's location path and type and with the
 * place in the file.
 *
 * <p>Coercions are pydantic's lax mode: {@code "8192"} and {@code 8192.0} are integers, {@code true} is 1, {@code "yes"} is a
 * boolean; strings are never made from numbers. Models and types are immutable; reading keeps its state on the stack.
 */
@NullMarked
package io.infermark.config.schema;

import org.jspecify.annotations.NullMarked;
