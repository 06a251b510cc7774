/**
 * Publish and subscribe: a message goes to everybody who listens to its topic on its channel, at
 * most once. Channels have a {@linkplain dev.chronicle.pubsub.Priority priority}, a rate and a rule
 * for {@linkplain dev.chronicle.pubsub.MessageSigner signatures}. Start at {@link
 * dev.chronicle.pubsub.PubSub}.
 */
@NullMarked
package dev.chronicle.pubsub;

import org.jspecify.annotations.NullMarked;
