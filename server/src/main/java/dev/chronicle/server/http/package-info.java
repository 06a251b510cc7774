/**
 * What every door of the HTTP server is built from: routing, bodies, errors, limits. Each request
 * is a virtual thread running plain blocking code.
 */
@NullMarked
package dev.chronicle.server.http;

import org.jspecify.annotations.NullMarked;
