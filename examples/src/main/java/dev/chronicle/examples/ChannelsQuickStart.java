package dev.chronicle.examples;

import dev.chronicle.event.EventData;
import dev.chronicle.pubsub.Message;
import dev.chronicle.pubsub.PubSub;
import dev.chronicle.pubsub.PubSubOptions;
import dev.chronicle.pubsub.Secret;
import dev.chronicle.pubsub.SubscriberOptions;
import dev.chronicle.telemetry.Telemetry;

import java.time.Duration;

/** Channels in a program of one's own: publish, subscribe, sign. */
final class ChannelsQuickStart {

    private ChannelsQuickStart() {}

    public static void main(String[] args) throws Exception {
        // docs/guide/channels.md
        try (var channels = PubSub.inProcess(PubSubOptions.standard(), new Telemetry());
                var subscriber = channels.subscriber("me", SubscriberOptions.standard())) {
            channels.signer().setSecret(Secret.of("a secret of at least 8 bytes"));
            channels.subscribe("logging", ">", subscriber);
            channels.subscribe("alerts", "disk.*", subscriber);

            var line = Message.of("logging", "web.access", EventData.json("\"GET /\""));
            var alert = Message.of("alerts", "disk.full", EventData.json("\"sda\""));
            System.out.println(channels.publish(line));
            System.out.println(channels.publish(alert));
            System.out.println(channels.publish(channels.signer().sign(alert)));

            for (var delivery : subscriber.take(10, Duration.ofSeconds(1))) {
                System.out.println(delivery.priority() + " " + delivery.message().data().text());
            }
        }
        // docs/guide/channels.md
    }
}
