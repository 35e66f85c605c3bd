/** Reads secrets where they are used, from the environment or a file; see {@link io.infermark.model.SecretRef}. */
@NullMarked
package io.infermark.server.secret;

import org.jspecify.annotations.NullMarked;
