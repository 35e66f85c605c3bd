/**
 * Waiting for a server without being fooled: a dead process is found at once, a fatal log line ends the wait, and ready means that a real completion came back.
 *
 * <p><b>Data flow.</b> {@link io.infermark.server.readiness.LogTail} follows {@code server.log}; {@link io.infermark.server.readiness.SideRequests} asks the server;
 * {@link io.infermark.server.readiness.ReadinessWait} goes health → models → one completion, and looks at death, log and deadline ten times a second in between.
 *
 * <p><b>Threading.</b> Everything runs on the caller's thread, but for the HTTP client's own.
 */
@NullMarked
package io.infermark.server.readiness;

import org.jspecify.annotations.NullMarked;
