package dev.chronicle.server.metrics;

import dev.chronicle.pubsub.ChannelStatus;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.List;

/** What the publish and subscribe channels have done. */
public final class PubSubMetrics {

    private static final String CHANNEL = "channel";

    private PubSubMetrics() {}

    /** Reads them. */
    public static List<MetricSnapshot> of(List<ChannelStatus> channels) {
        Family.Gauge subscriptions =
                Family.gauge("chronicle_channel_subscriptions", "Subscriptions.");
        Family.Counter published = Family.counter("chronicle_channel_published", "Messages taken.");
        Family.Counter delivered =
                Family.counter(
                        "chronicle_channel_delivered",
                        "Messages queued for a subscription, counted for each.");
        Family.Counter dropped =
                Family.counter("chronicle_channel_dropped", "Messages lost to a full queue.");
        Family.Counter refused = Family.counter("chronicle_channel_refused", "Messages not taken.");
        for (ChannelStatus channel : channels) {
            String name = channel.policy().name();
            subscriptions.with(channel.subscriptions(), CHANNEL, name);
            published.with(channel.published(), CHANNEL, name);
            delivered.with(channel.delivered(), CHANNEL, name);
            dropped.with(channel.dropped(), CHANNEL, name);
            refused.with(channel.rateLimited(), CHANNEL, name, "reason", "rate");
            refused.with(channel.refused(), CHANNEL, name, "reason", "signature");
        }
        return List.of(
                subscriptions.build(),
                published.build(),
                delivered.build(),
                dropped.build(),
                refused.build());
    }
}
