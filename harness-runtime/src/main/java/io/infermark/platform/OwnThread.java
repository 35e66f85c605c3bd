package io.infermark.platform;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Blocking calls, each on a daemon thread of its own. The asynchronous calls of the JDK's HTTP client complete in the pool that all of a JVM share: somebody's code, a class's hooks for instance, may
 * block that, and on two cores it has a single thread.
 */
public final class OwnThread {
    private OwnThread() {}

    /**
     * Starts a call.
     *
     * @param name of the thread
     * @return completes on that thread, exceptionally with what the call threw; cancelling it interrupts the call
     */
    public static <T> CompletableFuture<T> call(String name, Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(call.call());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        var unused = result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                thread.interrupt();
            }
        });
        return result;
    }
}
