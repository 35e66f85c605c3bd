/** Requests as they go to a server. */
@NullMarked
package io.infermark.endpoint;

import org.jspecify.annotations.NullMarked;
