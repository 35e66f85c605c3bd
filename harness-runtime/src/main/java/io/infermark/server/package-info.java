/**
 * A server that is started, watched and stopped, whatever it runs in.
 *
 * <p><b>Purpose.</b> One contract for a container, a host process and somebody else's URL. A {@link io.infermark.spi.StartPlan} (what a recipe made of a point) goes
 * into a {@link io.infermark.server.ServerLauncher}; a {@link io.infermark.server.ServerHandle} of a server that has answered a real completion comes out, or a
 * {@link io.infermark.server.ServerStartException} that says why not.
 *
 * <p><b>Life cycle.</b> plan → preflight (port, image, GPUs) → start → readiness ({@code readiness}) → measured by others → stop ({@code TERM}, wait, {@code KILL} of
 * everything it started) → verified released. Logs go to {@code server.log} from the first byte on and are kept always.
 *
 * <p><b>Sub-packages.</b> {@code recipe} makes plans; {@code process}, {@code container} and {@code external} are the three launchers and {@code launch} picks one;
 * {@code readiness} waits; {@code diagnosis} explains a log; {@code secret} reads secrets. This package holds the types that they share and depends only on
 * {@code diagnosis}.
 *
 * <p><b>Threading.</b> {@code start} blocks its caller; an interrupt ends it and takes the half-started server with it. A handle may be used from any thread:
 * {@code death} is completed by a thread of the launcher, {@code stop} may be called twice and at the same time.
 */
@NullMarked
package io.infermark.server;

import org.jspecify.annotations.NullMarked;
