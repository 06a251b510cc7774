package dev.chronicle.server.aggregator;

import java.util.List;

/**
 * One thing that is wrong with a request.
 *
 * @param input the value that is wrong; of a value that is missing, the object around it
 * @param location the path to the value: names and indexes
 */
record ValidationError(Fault fault, RawJson input, List<Object> location) {}
