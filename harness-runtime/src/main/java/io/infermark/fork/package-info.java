/**
 * The load generator's own JVM: how it is started, told what to do, and listened to.
 *
 * <p><b>Why.</b> Docker's log traffic, the host's heap and earlier points must not disturb what is measured, and a hung generator must be a process that can be
 * killed. One generator serves one trial.
 *
 * <p><b>Data flow.</b> The host writes {@link io.infermark.fork.ToGenerator} messages as JSON lines to the generator's standard input and reads
 * {@link io.infermark.fork.FromGenerator} messages from its standard output; its standard error is {@code generator.log}. Records do not travel: the generator writes them to the
 * trial's file, the host reads that.
 *
 * <p><b>Threading.</b> In the generator, a reader thread obeys stop and abort at any moment while the main thread runs windows. When its standard input ends, the host is gone: it
 * stops at once. In {@link io.infermark.fork.Generator} the caller's thread waits, always with a deadline.
 */
@NullMarked
package io.infermark.fork;

import org.jspecify.annotations.NullMarked;
