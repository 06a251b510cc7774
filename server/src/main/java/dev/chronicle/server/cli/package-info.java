/** The command line: one class per subcommand. */
@NullMarked
package dev.chronicle.server.cli;

import org.jspecify.annotations.NullMarked;
