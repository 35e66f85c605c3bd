/**
 * Servers that somebody else runs: nothing is started or stopped, the endpoint is only asked. A fork then renews the load generator alone, which the handle's versions say.
 */
@NullMarked
package io.infermark.server.external;

import org.jspecify.annotations.NullMarked;
