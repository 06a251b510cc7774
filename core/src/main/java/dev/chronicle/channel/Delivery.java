package dev.chronicle.channel;

import java.util.List;

/**
 * Messages handed to a consumer together. They are done with when the handler returns.
 *
 * @param consumer the name of the one it was handed to
 * @param messages at least one, in the order they were sent
 */
public record Delivery<T>(String consumer, List<T> messages) {}
