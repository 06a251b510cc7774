package dev.chronicle.channel.redis;

import redis.clients.jedis.Protocol.Command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A command to Redis with its arguments, being put together. Not for several threads. */
final class Args {

    private final Command command;
    private final List<byte[]> arguments = new ArrayList<>();

    private Args(Command command) {
        this.command = command;
    }

    static Args of(Command command, Object... arguments) {
        return new Args(command).add(arguments);
    }

    /** A call of a script, with its keys. */
    static Args script(Script script, String... keys) {
        return new Args(Command.EVALSHA).add(script.sha(), keys.length).add((Object[]) keys);
    }

    /** Bytes as they are, everything else as its text. */
    Args add(Object... more) {
        for (Object argument : more) {
            arguments.add(argument instanceof byte[] bytes ? bytes : raw(String.valueOf(argument)));
        }
        return this;
    }

    Command command() {
        return command;
    }

    byte[][] bytes() {
        return arguments.toArray(byte[][]::new);
    }

    static byte[] raw(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
