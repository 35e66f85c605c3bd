/**
 * Further figures about a trial, asked for by {@code -prof}: what is looked at beside the load.
 *
 * <p><b>Data flow.</b> {@link io.infermark.profile.Profilers} finds profilers by name, ours and those that the class path offers; the runner begins each after the warm-up of a
 * trial and ends it after its last window; the figures go into the trial's result. Nothing here touches the load path.
 */
@NullMarked
package io.infermark.profile;

import org.jspecify.annotations.NullMarked;
