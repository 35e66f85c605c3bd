/** Tests of the figures of replayed sessions. */
@org.jspecify.annotations.NullMarked
package io.infermark.agentic;
