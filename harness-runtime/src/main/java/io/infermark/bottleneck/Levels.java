package io.infermark.bottleneck;

import io.infermark.result.PointResult;
import org.jspecify.annotations.Nullable;

/** Levels that were sampled beside the load; null: nobody did. */
public interface Levels {
    /** Nothing was sampled. */
    Levels NONE = new Levels() {
        @Override
        public @Nullable Double gpuUtilisationPercent(PointResult point) {
            return null;
        }

        @Override
        public @Nullable Double waitingRequests(PointResult point) {
            return null;
        }
    };

    /** Mean utilisation of the point's GPUs over its measured windows, in percent. */
    @Nullable
    Double gpuUtilisationPercent(PointResult point);

    /** Mean number of requests that waited inside the engine. */
    @Nullable
    Double waitingRequests(PointResult point);
}
