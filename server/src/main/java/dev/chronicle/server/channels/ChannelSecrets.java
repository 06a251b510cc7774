package dev.chronicle.server.channels;

import dev.chronicle.pubsub.Secret;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/**
 * Where the secrets of signed messages come from: nowhere, a text, or a file, one secret a line.
 * The first one signs, the others verify. What they are is never told. One thread at a time uses
 * it.
 */
public final class ChannelSecrets {

    private final Optional<Path> file;
    private List<Secret> secrets;
    private @Nullable FileTime seen;

    private ChannelSecrets(Optional<Path> file, List<Secret> secrets) {
        this.file = file;
        this.secrets = secrets;
    }

    /** No secret: what must be signed is refused. */
    public static ChannelSecrets none() {
        return new ChannelSecrets(Optional.empty(), List.of());
    }

    /**
     * Those that a text has.
     *
     * @throws IllegalArgumentException if there is none, or one is too short; without saying it
     */
    public static ChannelSecrets of(String lines) {
        return new ChannelSecrets(Optional.empty(), parse(lines));
    }

    /**
     * Those that a file has, now and whenever it is changed.
     *
     * @throws IllegalArgumentException if it has none, or one is too short
     * @throws IOException if it cannot be read
     */
    public static ChannelSecrets file(Path file) throws IOException {
        ChannelSecrets secrets = new ChannelSecrets(Optional.of(file), List.of());
        secrets.read(file);
        return secrets;
    }

    private static List<Secret> parse(String lines) {
        List<Secret> secrets =
                lines.lines()
                        .map(String::strip)
                        .filter(it -> !it.isEmpty())
                        .map(Secret::of)
                        .toList();
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("there is no secret");
        }
        return secrets;
    }

    private void read(Path from) throws IOException {
        FileTime time = Files.getLastModifiedTime(from);
        String lines = Files.readString(from);
        seen = time;
        secrets = parse(lines);
    }

    /** The newest first; empty if there are none. */
    public List<Secret> current() {
        return secrets;
    }

    /**
     * Reads the file again if it was changed.
     *
     * @return whether there are other secrets now
     * @throws IllegalArgumentException if it has none, or one is too short; those before stay
     * @throws IOException if it cannot be read; those before stay
     */
    boolean refresh() throws IOException {
        if (file.isEmpty() || Files.getLastModifiedTime(file.get()).equals(seen)) {
            return false;
        }
        read(file.get());
        return true;
    }
}
