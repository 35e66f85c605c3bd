/** The front door of {@code io.infermark.server}: the launcher of a plan, whatever it runs in. */
@NullMarked
package io.infermark.server.launch;

import org.jspecify.annotations.NullMarked;
