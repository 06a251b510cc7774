/**
 * What stands behind the doors: the store, alone or shared with other processes, and the channels
 * between requests and consumers, in this process or through Redis.
 */
@NullMarked
package dev.chronicle.server.backend;

import org.jspecify.annotations.NullMarked;
