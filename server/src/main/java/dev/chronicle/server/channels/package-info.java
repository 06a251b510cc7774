/** The publish and subscribe channels over HTTP. */
@NullMarked
package dev.chronicle.server.channels;

import org.jspecify.annotations.NullMarked;
