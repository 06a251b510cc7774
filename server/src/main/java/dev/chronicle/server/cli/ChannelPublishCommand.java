package dev.chronicle.server.cli;

import dev.chronicle.pubsub.Secret;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code chronicle channel publish}: publishes a message, signed if there is a secret. */
@Command(
        name = "publish",
        description = "Publishes a message; signs it if a secret is given.",
        mixinStandardHelpOptions = true)
final class ChannelPublishCommand implements Callable<Integer> {

    @Mixin private Api api = new Api();

    @Mixin private MessageToSign message = new MessageToSign();

    @Override
    public Integer call() throws InterruptedException {
        Optional<Secret> secret = message.secret();
        String body = secret.isPresent() ? message.signed(secret.get()) : message.json();
        return Api.print(api.post(message.path(), body));
    }
}
