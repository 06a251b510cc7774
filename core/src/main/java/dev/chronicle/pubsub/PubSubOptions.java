package dev.chronicle.pubsub;

import java.util.ArrayList;
import java.util.List;

/**
 * Which channels there are, and limits.
 *
 * @param channels at least one, with different names
 * @param maxMessageBytes the largest data of a message
 * @param maxSubscriptions the most at once
 */
public record PubSubOptions(
        List<ChannelPolicy> channels, int maxMessageBytes, int maxSubscriptions) {

    public PubSubOptions {
        channels = List.copyOf(channels);
        long names = channels.stream().map(ChannelPolicy::name).distinct().count();
        if (channels.isEmpty() || names < channels.size()) {
            throw new IllegalArgumentException(
                    "there must be channels, with different names: channels="
                            + channels.stream().map(ChannelPolicy::name).toList());
        }
        if (maxMessageBytes < 1 || maxSubscriptions < 1) {
            throw new IllegalArgumentException(
                    "limits start at 1: maxMessageBytes=%d maxSubscriptions=%d"
                            .formatted(maxMessageBytes, maxSubscriptions));
        }
    }

    /** The ten channels, messages of up to 1 MiB, 100,000 subscriptions. */
    public static PubSubOptions standard() {
        return new PubSubOptions(ChannelPolicy.standard(), 1 << 20, 100_000);
    }

    /** The same, with these rules for the channel of that name, or with one more channel. */
    public PubSubOptions channel(ChannelPolicy policy) {
        List<ChannelPolicy> changed = new ArrayList<>(channels);
        changed.replaceAll(it -> it.name().equals(policy.name()) ? policy : it);
        if (!changed.contains(policy)) {
            changed.add(policy);
        }
        return new PubSubOptions(changed, maxMessageBytes, maxSubscriptions);
    }

    /** The same, with another limit on the size of messages. */
    public PubSubOptions maxMessageBytes(int maxMessageBytes) {
        return new PubSubOptions(channels, maxMessageBytes, maxSubscriptions);
    }
}
