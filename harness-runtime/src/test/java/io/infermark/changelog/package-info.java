/** Tests of {@code io.infermark.changelog}. */
@NullMarked
package io.infermark.changelog;

import org.jspecify.annotations.NullMarked;
