package io.infermark.benchmarks;

import io.infermark.api.Hardware;
import io.infermark.api.ServingBenchmark;
import io.infermark.api.hardware.H200;

/**
 * {@link Llama8bPrefixCacheH100} on one H200: every point must come out INVALID ({@code PrefixCache}).
 *
 * <pre>
 * $ java -jar benchmarks.jar Llama8bPrefixCacheH200 -compat inferencex -out honesty
 * </pre>
 */
@ServingBenchmark
@Hardware(H200.class)
public class Llama8bPrefixCacheH200 extends Llama8bPrefixCacheH100 {}
