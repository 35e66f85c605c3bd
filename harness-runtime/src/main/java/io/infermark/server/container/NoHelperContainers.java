package io.infermark.server.container;

import io.infermark.server.ServerStartException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.utility.ResourceReaper;

/**
 * Keeps Testcontainers from starting containers of its own, whose images an offline host has not: at the first use of Docker it would ask a registry for its reaper
 * ("Ryuk"), and, when the harness itself runs in a container, for an image that finds the gateway. The only switches are environment variables
 * ({@code TESTCONTAINERS_RYUK_DISABLED}, {@code TESTCONTAINERS_HOST_OVERRIDE}), which a running JVM cannot set; so what they choose is put in place by reflection. Should a
 * later version have renamed it, the user is told to set the variables. We reap by labels, and publish on the loopback interface.
 */
final class NoHelperContainers {
    private static final String NO_REAPER = "TESTCONTAINERS_RYUK_DISABLED";
    private static final String HOST = "TESTCONTAINERS_HOST_OVERRIDE";

    private NoHelperContainers() {}

    static synchronized void ensure() throws ServerStartException {
        try {
            if (!Boolean.parseBoolean(System.getenv(NO_REAPER))) {
                reapByHook();
            }
            if (System.getenv(HOST) == null) {
                stateHost();
            }
        } catch (InvocationTargetException noEngine) {
            // No engine of containers answers; whoever connects next says so.
        } catch (ReflectiveOperationException | RuntimeException changed) {
            throw ServerStartException.preflight(
                    "RyukEnabled",
                    "Testcontainers would start containers of its own, whose images a measuring host need not have, and it"
                            + " cannot be kept from it (" + changed + "). Set " + NO_REAPER + "=true and " + HOST
                            + "=127.0.0.1.",
                    changed);
        }
    }

    private static void reapByHook() throws ReflectiveOperationException {
        Field instance = ResourceReaper.class.getDeclaredField("instance");
        instance.setAccessible(true);
        if (instance.get(null) == null) {
            Constructor<?> byHook = Class.forName("org.testcontainers.utility.JVMHookResourceReaper")
                    .getDeclaredConstructor();
            byHook.setAccessible(true);
            instance.set(null, byHook.newInstance());
        }
    }

    private static void stateHost() throws ReflectiveOperationException {
        Method strategy = DockerClientFactory.class.getDeclaredMethod("getOrInitializeStrategy");
        strategy.setAccessible(true);
        Field address = DockerClientProviderStrategy.class.getDeclaredField("dockerHostIpAddress");
        address.setAccessible(true);
        Object chosen = strategy.invoke(DockerClientFactory.instance());
        if (address.get(chosen) == null) {
            address.set(chosen, "127.0.0.1");
        }
    }
}
