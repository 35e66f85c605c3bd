/** The front door of {@code io.infermark.server}: the launcher of a plan, and the reaping of dead runs' servers of every kind. */
@NullMarked
package io.infermark.server.launch;

import org.jspecify.annotations.NullMarked;
