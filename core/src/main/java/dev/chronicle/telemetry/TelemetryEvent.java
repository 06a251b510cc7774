package dev.chronicle.telemetry;

import java.time.Duration;

/** Something the library did. New kinds may come with a new version. */
public sealed interface TelemetryEvent {

    /**
     * A command was decided, and what it decided was stored.
     *
     * @param category the kind of aggregate
     * @param stream the whole name of the stream
     * @param outcome how it ended
     * @param events how many events were stored
     * @param duration from the call to the outcome
     * @param attempts how often it was decided; more than 1 after conflicts
     */
    record CommandExecuted(
            String category,
            String stream,
            Outcome outcome,
            int events,
            Duration duration,
            int attempts)
            implements TelemetryEvent {}

    /** How a command ended that did not fail. */
    enum Outcome {
        /** It was accepted and its events are stored. */
        STORED,
        /** It was accepted and decided no event. */
        NOTHING_TO_STORE,
        /** It had been executed before, and got the outcome it had then. */
        REPEATED,
        /** The aggregate refused it, by the rules of the business. */
        REJECTED
    }

    /**
     * A command failed for a reason that is not the business's.
     *
     * @param attempts how often it was decided
     */
    record CommandFailed(
            String category, String stream, Throwable cause, Duration duration, int attempts)
            implements TelemetryEvent {}

    /**
     * The state of an aggregate was built.
     *
     * @param replayed how many events were applied
     * @param fromSnapshot whether a snapshot was the beginning
     */
    record AggregateLoaded(
            String category, String stream, long replayed, boolean fromSnapshot, Duration duration)
            implements TelemetryEvent {}

    /**
     * A snapshot was stored.
     *
     * @param sequence of the last event in it
     */
    record SnapshotSaved(String stream, long sequence) implements TelemetryEvent {}

    /**
     * A snapshot was not used, or could not be stored; the state comes from the events.
     *
     * @param reason why, in words
     */
    record SnapshotIgnored(String stream, String reason) implements TelemetryEvent {}

    /**
     * A projection begins to work, for the first time or after a failure.
     *
     * @param position behind which it begins
     */
    record ProjectionStarted(String projection, long position) implements TelemetryEvent {}

    /**
     * A projection failed, and tries again unless {@link ProjectionStopped} or {@link EventParked}
     * follows.
     *
     * @param position of the event it could not deal with, or where it was
     * @param tries how often in a row it has failed at that event; 0 if it is not known to be the
     *     event's fault
     */
    record ProjectionFailed(String projection, long position, int tries, Throwable cause)
            implements TelemetryEvent {}

    /**
     * A projection has dealt with some events.
     *
     * @param position it has dealt with everything up to here
     * @param events how many these were
     * @param lag how many positions of the log are still before it
     */
    record ProjectionAdvanced(String projection, long position, int events, long lag)
            implements TelemetryEvent {}

    /**
     * A projection stopped at an event and stays there.
     *
     * @param position of the event it could not deal with
     */
    record ProjectionStopped(String projection, long position, Throwable cause)
            implements TelemetryEvent {}

    /**
     * A projection put an event aside that it could not deal with, and went on.
     *
     * @param position of that event
     */
    record EventParked(String projection, long position, Throwable cause)
            implements TelemetryEvent {}

    /**
     * This node has taken over a partition of a projection that the nodes share.
     *
     * @param partition from 0
     * @param epoch grows with every owner
     * @param position behind which it goes on
     */
    record PartitionTaken(String projection, int partition, long epoch, long position)
            implements TelemetryEvent {}

    /**
     * This node has let go of a partition of a projection that the nodes share.
     *
     * @param position up to which it has dealt with everything
     */
    record PartitionLeft(String projection, int partition, long epoch, long position)
            implements TelemetryEvent {}

    /**
     * A command did not come to its end on the node that it was sent to, and goes to the next one.
     *
     * @param node that was asked
     */
    record CommandRerouted(String category, String node, String reason) implements TelemetryEvent {}

    /**
     * A child was restarted.
     *
     * @param restarts how often by now
     */
    record ChildRestarted(String supervisor, String child, long restarts, Throwable cause)
            implements TelemetryEvent {}

    /** A child was told to stop and has not within this time. */
    record ChildStuck(String supervisor, String child, Duration waited) implements TelemetryEvent {}

    /** A supervisor gave up, because its children failed too often. */
    record SupervisorGaveUp(String supervisor, String child, Throwable cause)
            implements TelemetryEvent {}

    /**
     * A message was handed to those who listen.
     *
     * @param recipients how many subscriptions it was queued for
     */
    record ChannelBroadcast(String channel, String topic, int recipients)
            implements TelemetryEvent {}

    /**
     * Messages were lost to the full queues of slow subscribers.
     *
     * @param count how many deliveries did not or will not happen
     */
    record MessagesDropped(String channel, String topic, int count) implements TelemetryEvent {}

    /**
     * A message was not taken.
     *
     * @param reason {@code rate_limited}, or what is wrong with its signature
     */
    record MessageRefused(String channel, String topic, String reason) implements TelemetryEvent {}

    /** What handled the messages of a subscriber failed, and the subscriber is closed. */
    record SubscriberFailed(String subscriber, Throwable cause) implements TelemetryEvent {}

    /** Something that a node of a cluster did. */
    sealed interface ClusterEvent extends TelemetryEvent {

        /** A worker was registered, on whichever node. */
        record WorkerRegistered(String store, String node, String worker) implements ClusterEvent {}

        /**
         * A worker was taken out, on whichever node.
         *
         * @param reason {@code asked} by its node, {@code node_gone}, or {@code snapshot} if it
         *     happened while this node was away
         */
        record WorkerUnregistered(String store, String node, String worker, String reason)
                implements ClusterEvent {}

        /**
         * The workers of a store were looked up.
         *
         * @param workers how many there are
         */
        record WorkersLookedUp(String store, int workers) implements ClusterEvent {}

        /** A call to a store begins. */
        record RequestStarted(String store) implements ClusterEvent {}

        /** A call to a store succeeded. */
        record RequestStopped(String store, Duration duration) implements ClusterEvent {}

        /** A call to a store failed for good. */
        record RequestFailed(String store, Duration duration, Throwable cause)
                implements ClusterEvent {}

        /**
         * An attempt of a call failed, and another one follows.
         *
         * @param attempt from 1
         * @param delay until the next one
         */
        record RequestRetried(String store, int attempt, Duration delay, Throwable cause)
                implements ClusterEvent {}

        /** Every attempt of a call failed; {@link RequestFailed} follows. */
        record RetriesExhausted(String store, int attempts, Throwable cause)
                implements ClusterEvent {}

        /**
         * A node is there that was not.
         *
         * @param members how many nodes can be reached now, this one included
         */
        record NodeUp(String node, int members) implements ClusterEvent {}

        /**
         * A node is not there any more: it has left, died, or cannot be reached.
         *
         * @param members how many nodes can be reached now, this one included
         */
        record NodeDown(String node, int members) implements ClusterEvent {}
    }
}
