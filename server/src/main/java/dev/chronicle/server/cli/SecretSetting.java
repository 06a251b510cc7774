package dev.chronicle.server.cli;

import dev.chronicle.server.channels.ChannelSecrets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the secrets of signed messages come from: a file that a flag or a variable names, or a
 * variable that has them itself. There is no flag for a secret: everybody on the machine could read
 * it.
 */
final class SecretSetting {

    private static final String FILE = "CHRONICLE_HMAC_SECRET_FILE";
    private static final String TEXT = "CHRONICLE_HMAC_SECRET";

    private SecretSetting() {}

    static ChannelSecrets of(Optional<String> flag, Map<String, String> environment)
            throws Settings.InvalidException {
        Setting file = Setting.pick("--hmac-secret-file", flag, FILE, environment, "");
        String text = environment.getOrDefault(TEXT, "");
        if (!file.value().isEmpty()) {
            return ofFile(file);
        }
        if (text.isEmpty()) {
            return ChannelSecrets.none();
        }
        try {
            return ChannelSecrets.of(text);
        } catch (IllegalArgumentException e) {
            throw new Settings.InvalidException(TEXT + " makes no sense: " + e.getMessage());
        }
    }

    private static ChannelSecrets ofFile(Setting file) throws Settings.InvalidException {
        Path path = file.path();
        try {
            return ChannelSecrets.file(path);
        } catch (IllegalArgumentException e) {
            throw new Settings.InvalidException(
                    "%s makes no sense: %s: %s".formatted(file.name(), path, e.getMessage()));
        } catch (IOException e) {
            throw new Settings.InvalidException("%s cannot be read: %s".formatted(file.name(), e));
        }
    }
}
