/**
 * Servers that are containers, by Testcontainers.
 *
 * <p><b>Purpose.</b> {@link io.infermark.server.container.ContainerServer} turns a plan into one container: {@code CreateRequest} writes what the engine of containers is
 * asked for (devices, shared memory, limits, a port on the loopback interface only), {@code EngineContainer} is Testcontainers' object with our wait, our log and our
 * stop in place of its own, which notice a death only at the deadline and stop by killing.
 *
 * <p><b>No orphans, no helper image.</b> Testcontainers' reaper container ("Ryuk") would need an image that an offline host has not; it is turned off
 * ({@code NoHelperContainers}). Instead each container carries labels with its run, host and harness, by which
 * {@link io.infermark.server.container.OrphanContainers} finds those of dead runs.
 *
 * <p><b>Rules.</b> The only package that sees Testcontainers and docker-java. Images are never pulled unless asked.
 */
@NullMarked
package io.infermark.server.container;

import org.jspecify.annotations.NullMarked;
