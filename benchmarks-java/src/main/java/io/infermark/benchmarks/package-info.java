/**
 * Benchmarks of real engines with real weights. The numbered samples next door explain how a class is written; these are for measuring.
 */
@NullMarked
package io.infermark.benchmarks;

import org.jspecify.annotations.NullMarked;
