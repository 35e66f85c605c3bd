package io.infermark.advice;

import io.infermark.api.Precision;
import io.infermark.model.HardwareSpec;
import java.util.List;

/**
 * What is to be served, where, and how much of it at once.
 *
 * @param concurrency streams that are to run at once
 * @param precisions that are looked at
 * @param dpAttention whether each GPU keeps the cache of its own requests
 */
public record Question(
        ModelShape model,
        HardwareSpec hardware,
        int isl,
        int osl,
        int concurrency,
        List<Precision> precisions,
        boolean dpAttention) {
    public Question {
        precisions = List.copyOf(precisions);
    }
}
