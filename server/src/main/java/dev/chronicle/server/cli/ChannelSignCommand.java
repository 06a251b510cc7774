package dev.chronicle.server.cli;

import dev.chronicle.pubsub.Secret;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code chronicle channel sign}: prints a message with its signature, ready to be published. */
@Command(
        name = "sign",
        description = {
            "Prints a JSON object with its signature in it.",
            "It can be published within 300 seconds, once, to that channel and topic."
        },
        mixinStandardHelpOptions = true)
final class ChannelSignCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private MessageToSign message = new MessageToSign();

    @Override
    public Integer call() {
        Secret secret =
                message.secret()
                        .orElseThrow(
                                () ->
                                        new ParameterException(
                                                spec.commandLine(),
                                                "--hmac-secret-file or CHRONICLE_HMAC_SECRET"
                                                        + " must say what to sign with"));
        System.out.println(message.signed(secret));
        return 0;
    }
}
