package dev.chronicle.testkit;

import dev.chronicle.channel.Channel;
import dev.chronicle.channel.ChannelOptions;
import dev.chronicle.channel.DeadLetterHandler;
import dev.chronicle.channel.InProcessChannel;
import dev.chronicle.channel.MessageHandler;

class InProcessChannelContractTest extends ChannelContract {

    @Override
    protected Channel<Integer> open(
            ChannelOptions<Integer> options,
            MessageHandler<Integer> handler,
            DeadLetterHandler<Integer> deadLetters) {
        return new InProcessChannel<>(options, handler, deadLetters);
    }
}
