package io.infermark.run;

import io.infermark.api.Launch;
import io.infermark.plan.PlannedPoint;
import io.infermark.server.ServerDeath;
import io.infermark.server.ServerHandle;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A server's death as a trial's problem. */
final class ServerDeaths {
    private static final long PATIENCE_MILLIS = 1_000;

    private ServerDeaths() {}

    static String message(ServerDeath death) {
        String last = death.lastLines().isEmpty()
                ? ""
                : " Last line of its log: "
                        + death.lastLines().get(death.lastLines().size() - 1);
        String diagnosis = death.diagnosis().map(d -> " " + d.text()).orElse("");
        return "[ServerDied] the server ended while the point was measured: " + death.how() + "." + diagnosis + last;
    }

    /** The kernel resets a dying process's connections before its parent can know: when requests failed, the news is waited for. Null if it lives, or is not ours. */
    static @Nullable String late(ServerHandle server, PlannedPoint planned) {
        if (planned.spec().server().launch() == Launch.EXTERNAL) {
            return null;
        }
        try {
            return message(server.death().toCompletableFuture().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException alive) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a death is never completed by an exception", e);
        }
    }
}
