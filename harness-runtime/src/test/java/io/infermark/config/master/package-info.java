/** Tests of {@code io.infermark.config.master}. */
@NullMarked
package io.infermark.config.master;

import org.jspecify.annotations.NullMarked;
