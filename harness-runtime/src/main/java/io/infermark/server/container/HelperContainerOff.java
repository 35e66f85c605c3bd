package io.infermark.server.container;

import io.infermark.server.ServerStartException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import org.testcontainers.utility.ResourceReaper;

/**
 * Turns Testcontainers' helper container off. Its only switch is the environment variable {@code TESTCONTAINERS_RYUK_DISABLED}, which a running JVM cannot set, and
 * without it the first use of Docker asks a registry for the helper's image for minutes. So the reaper that the variable would choose is put in place by reflection;
 * should a later version have renamed it, the user is told to set the variable.
 */
final class HelperContainerOff {
    private static final String VARIABLE = "TESTCONTAINERS_RYUK_DISABLED";

    private HelperContainerOff() {}

    static synchronized void ensure() throws ServerStartException {
        if (Boolean.parseBoolean(System.getenv(VARIABLE))) {
            return;
        }
        try {
            Field instance = ResourceReaper.class.getDeclaredField("instance");
            instance.setAccessible(true);
            if (instance.get(null) == null) {
                Constructor<?> byHook = Class.forName("org.testcontainers.utility.JVMHookResourceReaper")
                        .getDeclaredConstructor();
                byHook.setAccessible(true);
                instance.set(null, byHook.newInstance());
            }
        } catch (ReflectiveOperationException | RuntimeException changed) {
            throw ServerStartException.preflight(
                    "RyukEnabled",
                    "Testcontainers would start its helper container, whose image a measuring host need not have, and it"
                            + " cannot be turned off from here (" + changed + "). Set " + VARIABLE + "=true.",
                    changed);
        }
    }
}
