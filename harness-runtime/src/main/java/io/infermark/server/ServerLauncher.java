package io.infermark.server;

import io.infermark.spi.StartPlan;

/** Starts servers of one kind. */
public interface ServerLauncher {
    /**
     * Starts what the plan says and returns when it has answered a real completion.
     *
     * @param progress told every 30 s how far it is; called on the caller's thread
     * @throws ServerStartException if it is not ready by the plan's deadline, or cannot become ready; nothing of it is left running then. Also when the caller is
     *     interrupted, with the interrupt flag set
     */
    ServerHandle start(StartPlan plan, StartListener progress) throws ServerStartException;
}
