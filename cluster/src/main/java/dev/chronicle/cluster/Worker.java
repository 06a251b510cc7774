package dev.chronicle.cluster;

import java.time.Instant;

/**
 * Somebody who works for a store.
 *
 * @param store the id of the store
 * @param node where it runs
 * @param id unique among the store's workers on that node
 * @param registeredAt when it was first registered, by that node's clock, in whole milliseconds
 */
public record Worker(String store, Member node, String id, Instant registeredAt) {}
