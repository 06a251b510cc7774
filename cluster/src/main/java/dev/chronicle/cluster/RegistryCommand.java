package dev.chronicle.cluster;

import java.time.Instant;

/**
 * What changes the registry, agreed on by all nodes. The first byte behind the version says which.
 */
sealed interface RegistryCommand {

    /** Takes a worker in, unless it is there. */
    record Register(WorkerKey worker, Instant at) implements RegistryCommand {}

    /** Takes a worker out. */
    record Unregister(WorkerKey worker) implements RegistryCommand {}

    /** Takes out every worker of a node, whatever its scope. */
    record RemoveNode(Member node) implements RegistryCommand {}

    /** Gives the group of a store an epoch behind {@code past}, if it has not one. */
    record Raise(String scope, String store, long past) implements RegistryCommand {}

    default byte[] toBytes() {
        WireWriter out = new WireWriter();
        switch (this) {
            case Register(WorkerKey worker, Instant at) ->
                    worker.write(out.u8(1)).i64(at.toEpochMilli());
            case Unregister(WorkerKey worker) -> worker.write(out.u8(2));
            case RemoveNode(Member node) -> out.u8(3).text(node.name());
            case Raise(String scope, String store, long past) ->
                    out.u8(4).text(scope).text(store).i64(past);
        }
        return out.toByteArray();
    }

    static RegistryCommand parse(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        int kind = in.u8();
        RegistryCommand command =
                switch (kind) {
                    case 1 -> new Register(WorkerKey.read(in), Instant.ofEpochMilli(in.i64()));
                    case 2 -> new Unregister(WorkerKey.read(in));
                    case 3 -> new RemoveNode(WorkerKey.member(in.text()));
                    case 4 -> new Raise(in.text(), in.text(), in.i64());
                    default -> throw new MalformedMessageException("unknown command=" + kind);
                };
        in.end();
        return command;
    }
}
