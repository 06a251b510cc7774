package dev.chronicle.server.cli;

import dev.chronicle.pubsub.MessageSigner;
import dev.chronicle.pubsub.Secret;
import dev.chronicle.pubsub.SigningOptions;
import dev.chronicle.server.channels.SignedJson;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A message as the commands name it that publish or sign one, and the secret to do it with. */
final class MessageToSign {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "<channel>", description = "Such as alerts or events.")
    private String channel = "";

    @Parameters(index = "1", paramLabel = "<topic>", description = "Such as user.created.")
    private String topic = "";

    @Parameters(
            index = "2",
            paramLabel = "<json>",
            defaultValue = "-",
            description = "The message; - for standard input (${DEFAULT-VALUE}).")
    private String json = "";

    @Option(
            names = "--hmac-secret-file",
            paramLabel = "<file>",
            description = {
                "Sign with the first secret in this file",
                "(CHRONICLE_HMAC_SECRET_FILE, or the secret itself in CHRONICLE_HMAC_SECRET)."
            })
    private Optional<String> secretFile = Optional.empty();

    String path() {
        return "/channels/%s/%s".formatted(Api.encoded(channel), Api.encoded(topic));
    }

    String json() {
        if (!json.equals("-")) {
            return json;
        }
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailedException("cannot read the message: " + e.getMessage(), e);
        }
    }

    /** Nothing, if no secret was given. */
    Optional<Secret> secret() {
        try {
            List<Secret> secrets = SecretSetting.of(secretFile, System.getenv()).current();
            return secrets.stream().findFirst();
        } catch (Settings.InvalidException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    String signed(Secret secret) {
        MessageSigner signer =
                new MessageSigner(
                        SigningOptions.standard(), InstantSource.system(), new SecureRandom());
        try {
            return SignedJson.sign(channel, topic, json(), message -> signer.sign(message, secret));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "this cannot be signed: " + e.getMessage());
        }
    }
}
