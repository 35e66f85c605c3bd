/** What the machine allows, to hold our own code's figures against: copying memory, and a small write and read over loopback. */
@NullMarked
package io.infermark.limits;

import org.jspecify.annotations.NullMarked;
