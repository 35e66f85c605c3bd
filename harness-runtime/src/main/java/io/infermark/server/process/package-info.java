/**
 * Servers that are processes of this host.
 *
 * <p><b>Purpose.</b> {@link io.infermark.server.process.ProcessServer} starts a plan's command in a session of its own, its output going straight into
 * {@code server.log} (the harness reads that file, it is not in the path of the bytes), and ends the whole tree of what the command started.
 *
 * <p><b>No orphans.</b> Every child carries the environment variables of {@link io.infermark.server.process.RunMark}, which its own children inherit even when they
 * leave its session or its parent dies. So everything of one start can be found in {@code /proc}, and everything of a harness that was killed too
 * ({@link io.infermark.server.process.OrphanProcesses}). Where there is no {@code /proc}, descendants and {@code server.pid} must do.
 *
 * <p><b>Threading.</b> Death is completed by the JVM's process reaper; {@code stop} blocks its caller.
 */
@NullMarked
package io.infermark.server.process;

import org.jspecify.annotations.NullMarked;
