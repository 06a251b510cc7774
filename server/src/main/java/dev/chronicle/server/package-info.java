/** The server: one {@link dev.chronicle.server.ChronicleServer} that speaks for a store. */
@NullMarked
package dev.chronicle.server;

import org.jspecify.annotations.NullMarked;
