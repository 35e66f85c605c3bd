/**
 * From a log to a cause and a fix.
 *
 * <p><b>Purpose.</b> A table of what engines print when they fail ({@link io.infermark.server.diagnosis.DiagnosisTable}), each entry with where its message was seen:
 * from a running engine, or only in the engine's source or documentation ({@code documented}). The fix names the annotation or flag to change.
 *
 * <p><b>Rules.</b> Pure functions of log lines; depends on nothing of ours.
 */
@NullMarked
package io.infermark.server.diagnosis;

import org.jspecify.annotations.NullMarked;
