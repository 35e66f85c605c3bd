/**
 * The planning commands: {@code infermark matrix …} and {@code infermark changelog …}, with upstream's option names and exit
 * codes: 0 on success, 2 when the arguments are wrong, 1 when the files are. Only the result goes to stdout, everything else
 * to stderr.
 *
 * <p>Commands hold picocli's wiring and nothing else; what they do lives in {@code io.infermark.matrix} and
 * {@code io.infermark.changelog}. A command object serves one call on one thread.
 */
@NullMarked
package io.infermark.cli.matrix;

import org.jspecify.annotations.NullMarked;
