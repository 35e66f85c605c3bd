package io.infermark.server;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a start took, each from the launch.
 *
 * @param launchedAt wall clock
 * @param toHealth to the first healthy answer
 * @param toModels to the served model being listed
 * @param toFirstCompletion to the end of the first completion
 */
public record StartTimings(Instant launchedAt, Duration toHealth, Duration toModels, Duration toFirstCompletion) {}
