/** Tests of the whole system: they start the real program and talk to it as its users do. */
@NullMarked
package dev.chronicle.server.it;

import org.jspecify.annotations.NullMarked;
