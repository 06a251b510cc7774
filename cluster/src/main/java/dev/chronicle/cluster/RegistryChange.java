package dev.chronicle.cluster;

import java.time.Instant;

/** What happened to one worker in the registry. */
sealed interface RegistryChange {

    WorkerKey worker();

    record Registered(WorkerKey worker, Instant at) implements RegistryChange {}

    record Unregistered(WorkerKey worker, Reason reason) implements RegistryChange {}

    /** Why a worker is out. */
    enum Reason {
        /** Its node asked for it. */
        ASKED,
        /** Its node is not in the leader's view. */
        NODE_GONE,
        /** It happened while this node was away, and a snapshot told it. */
        SNAPSHOT
    }
}
