/**
 * The performance changelog: a YAML list whose newest entries stand at the end, and whose additions say what to run now.
 *
 * <p>Data flow: two revisions of the file (from git, from a diff, or as files) → added lines → entries → matrix rows by
 * bucket, as upstream's {@code process_changelog} prints them ({@link io.infermark.changelog.ChangelogProcessor}). Beside it
 * the rules of the file itself: what may change ({@link io.infermark.changelog.ChangelogHistory}), canonical links and merge
 * conflicts ({@link io.infermark.changelog.ChangelogMerge}), and a new entry
 * ({@link io.infermark.changelog.ChangelogAddition}).
 *
 * <p>File rules work on bytes, because history must stay identical byte for byte.
 *
 * <p>Threading: one call on one thread; nothing is kept between calls.
 */
@NullMarked
package io.infermark.changelog;

import org.jspecify.annotations.NullMarked;
