/** The log as it grows, over HTTP: every committed event, whichever door it came through. */
@NullMarked
package dev.chronicle.server.live;

import org.jspecify.annotations.NullMarked;
