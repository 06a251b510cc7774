/**
 * The log aggregator over HTTP (contract B): publishing batches of events to topics, each event
 * once, and looking at what became of them. Errors have the shape that its clients know from
 * FastAPI.
 */
@NullMarked
package dev.chronicle.server.aggregator;

import org.jspecify.annotations.NullMarked;
