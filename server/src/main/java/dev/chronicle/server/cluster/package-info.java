/**
 * Several servers as one: this server as a node of a cluster, and how the cluster is, over HTTP.
 */
@NullMarked
package dev.chronicle.server.cluster;

import org.jspecify.annotations.NullMarked;
