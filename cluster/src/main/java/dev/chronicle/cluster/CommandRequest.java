package dev.chronicle.cluster;

import java.time.Instant;
import java.util.Map;

/**
 * A command on its way to the aggregate's node.
 *
 * @param aggregate its id
 * @param name of the command, by which it is carried out once
 * @param metadata of its events
 * @param until when it may be begun, by the clock of who asks: who has asked another node since
 *     must not be overtaken by what lay in a paused one
 * @param command encoded
 */
record CommandRequest(
        String aggregate,
        String name,
        Map<String, String> metadata,
        Instant until,
        byte[] command) {

    byte[] toBytes() {
        WireWriter out = new WireWriter().text(aggregate).text(name).i64(until.toEpochMilli());
        return WireTexts.write(out, metadata).bytes(command).toByteArray();
    }

    static CommandRequest parse(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        String aggregate = in.text();
        String name = in.text();
        Instant until = Instant.ofEpochMilli(in.i64());
        CommandRequest request =
                new CommandRequest(aggregate, name, WireTexts.read(in), until, in.bytes());
        in.end();
        return request;
    }
}
