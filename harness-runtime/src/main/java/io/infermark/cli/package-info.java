/**
 * The command line: parses arguments, calls one thing, prints what it says, returns an exit code.
 *
 * <p><b>Shape.</b> {@code java -jar benchmarks.jar [regex…] [options]} is {@code run}; a first argument that is the name of a subcommand is that subcommand.
 * JMH's flags keep their names where they mean the same; each has a {@code --long} alias. A flag of JMH's that has no meaning here is refused with the reason, never
 * ignored.
 *
 * <p><b>Exit codes</b> are in {@link io.infermark.cli.ExitCode}. Results go to standard output, everything about the program itself to standard error.
 */
@NullMarked
package io.infermark.cli;

import org.jspecify.annotations.NullMarked;
