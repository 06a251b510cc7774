/**
 * The HTTP server: one {@link dev.chronicle.server.http.ChronicleServer} that speaks for a store.
 * Each request is a virtual thread running plain blocking code.
 */
@NullMarked
package dev.chronicle.server.http;

import org.jspecify.annotations.NullMarked;
