package io.infermark.model;

/**
 * Replayed sessions as load.
 *
 * @param dramUtilization 0: not stated
 */
public record AgenticWorkloadSpec(String name, double dramUtilization) {}
