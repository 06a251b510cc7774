/**
 * The embedded log engine: events in segment files on disk, found through an index of sorted runs.
 * See {@code docs/design/log-format.md} and {@code docs/design/index-format.md}.
 */
@NullMarked
package dev.chronicle.store.segment;

import org.jspecify.annotations.NullMarked;
