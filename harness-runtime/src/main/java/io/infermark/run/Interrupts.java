package io.infermark.run;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGINT and SIGTERM while a run goes on: the first asks it to end cleanly, the second kills at once.
 *
 * <p>Java has no public API for signals; the JDK's {@code sun.misc.Signal} is reached by reflection so that a JVM without it still runs, with the platform's
 * default: the process ends at once and the run log says what was finished.
 */
final class Interrupts implements AutoCloseable {
    private static final String[] SIGNALS = {"INT", "TERM"};

    /** What a running thing does when it is interrupted. */
    interface Target {
        /** Called once, on the signal's thread. */
        void stop();

        /** Called before the process is killed. */
        void kill();
    }

    private static final Target NOBODY = new Target() {
        @Override
        public void stop() {}

        @Override
        public void kill() {}
    };

    private static final Duration KILL_AT_MOST = Duration.ofSeconds(3);
    private static final int EXIT_CODE = 130;

    private final AtomicInteger received = new AtomicInteger();
    private final Object telling = new Object();
    private volatile Target target = NOBODY;
    private boolean told;
    private final Object[] previous = new Object[SIGNALS.length];

    Interrupts() {
        for (int i = 0; i < SIGNALS.length; i++) {
            install(i);
        }
    }

    /** Whether the run was asked to end. */
    boolean requested() {
        return received.get() > 0;
    }

    /** Whoever is told. If the run was interrupted already, it is told at once. */
    void target(Target newTarget) {
        synchronized (telling) {
            target = newTarget;
            if (told) {
                newTarget.stop();
            }
        }
    }

    /** Nobody is told; when this returns, nobody is being told any more. */
    void clearTarget() {
        synchronized (telling) {
            target = NOBODY;
        }
    }

    private void signalled() {
        if (received.incrementAndGet() == 1) {
            synchronized (telling) {
                told = true;
                target.stop();
            }
        } else {
            kill();
        }
    }

    /** The JVM's shutdown hooks kill the servers; whoever hangs in one is not waited for. */
    private void kill() {
        Thread watchdog = new Thread(Interrupts::haltSoon, "infermark-kill");
        watchdog.setDaemon(true);
        watchdog.start();
        target.kill();
        Runtime.getRuntime().exit(EXIT_CODE);
    }

    private static void haltSoon() {
        try {
            TimeUnit.NANOSECONDS.sleep(KILL_AT_MOST.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    private void install(int index) {
        try {
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            signalled();
                        }
                        return method.getName().equals("hashCode") ? (Object) System.identityHashCode(proxy) : null;
                    });
            previous[index] = handle(index, handlerType, handler);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // No such class in this JVM: the platform's default holds, and the process ends at once.
        }
    }

    private static Object handle(int index, Class<?> handlerType, Object handler) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Object signal = signalType.getConstructor(String.class).newInstance(SIGNALS[index]);
        return signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
    }

    @Override
    public void close() {
        for (int i = 0; i < SIGNALS.length; i++) {
            Object before = previous[i];
            if (before != null) {
                try {
                    handle(i, Class.forName("sun.misc.SignalHandler"), before);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("the handler was installed the same way", e);
                }
            }
        }
    }
}
