/** Tests of {@code io.infermark.config}. */
@NullMarked
package io.infermark.config;

import org.jspecify.annotations.NullMarked;
